import { appsOf, serversOf } from "../access/effective/okta.ts";
import { isForPeople } from "../access/effective/peoples-tokens.ts";
import type { Resource } from "../access/effective/resource.ts";
import { tellProgress } from "../command/progress.ts";
import { OktaApi, type OktaApiOptions } from "../okta-api/client.ts";
import { pacedFetch } from "../okta-api/paced-fetch.ts";
import { READ_SCOPES } from "../okta-api/scopes.ts";
import { timedFetch } from "../okta-api/timed-fetch.ts";
import { type Live, liveResources } from "./live.ts";
import { requestsForPeople } from "./live-people.ts";
import type { Resume } from "./resume.ts";

/** Milliseconds for one request. */
const TIMEOUT = 10_000;

/** Milliseconds: no wait that Okta asks for is cut off. */
const LONGEST_RETRY_WAIT = 120_000;

/** How Okta is read. */
export interface Reading extends Pick<OktaApiOptions, "orgUrl" | "authorization"> {
  /** Requests at most. */
  budget: number;
  /** What was read before, and where answers go. */
  resume: Resume | undefined;
  /** Takes lines for somebody who waits. */
  write(line: string): void;
}

/** Reads what an org has of a stack, and says beforehand how often it will ask; then how far it is. */
export async function readOkta(declared: readonly Resource[], reading: Reading): Promise<Live> {
  const { orgUrl, authorization, budget, resume, write } = reading;
  const tell = (what: string) => write(`drift: ${what}\n`);
  let requests = 0;
  const paced = pacedFetch(timedFetch(fetch, TIMEOUT), {
    budget,
    onRequest: () => {
      requests += 1;
    },
    onWait: (list, seconds) =>
      tell(`waiting ${seconds} s, as half of what Okta allows for ${list} is used`),
  });
  tell(
    `about ${expectedRequests(declared)} requests to Okta, one more for each 50 apps of the org, and ${budget} at most (--max-requests)`,
  );
  if (resume !== undefined) tell(resume.introduction);
  const stop = tellProgress({ name: "drift", done: () => `${requests} requests`, write });
  try {
    const okta = new OktaApi({
      ...{ orgUrl, authorization, fetch: paced, kept: resume },
      waits: { maxDelay: LONGEST_RETRY_WAIT },
    });
    return await liveResources(declared, okta);
  } catch (error) {
    if (resume?.isBegun) tell("the same command goes on from what was read (--resume)");
    throw error;
  } finally {
    stop();
  }
}

/** API scopes of what drift reads. */
export const DRIFT_SCOPES = [...READ_SCOPES.services, ...READ_SCOPES.people];

/**
 * The list of servers, that of apps, for each server its scopes, claims, policies, and their rules; for each app of
 * people its assignments, each group, and the list of Trusted Origins.
 */
function expectedRequests(declared: readonly Resource[]): number {
  const perServer = serversOf(declared).map(({ policies }) => 3 + policies.length);
  const people = appsOf(declared).filter((app) => isForPeople(app.grantTypes));
  return perServer.reduce((sum, one) => sum + one, 2 + requestsForPeople(declared, people.length));
}
