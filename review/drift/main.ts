import type { ErrorCode } from "../../access/errors.ts";
import { OktaApi } from "../../okta-api/client.ts";
import { retryingFetch } from "../../okta-api/retrying-fetch.ts";
import { oktaVariables } from "../../okta-api/variables.ts";
import { exitOf, type Surroundings as ReviewSurroundings } from "../command.ts";
import { readGiven, stateText } from "../input.ts";
import type { Report } from "../report.ts";
import { writeReports } from "../reports/write.ts";
import { readState } from "../state.ts";
import { judge, readAccepted } from "./accept.ts";
import { driftOf } from "./drift.ts";
import { liveResources } from "./live.ts";
import { parseOptions, usage } from "./options.ts";

/** The process around a run. */
export interface Surroundings extends ReviewSurroundings {
  /** The environment variables. */
  environment: Readonly<Record<string, string | undefined>>;
}

const EXIT = { none: 0, differs: 1 } as const;

const USAGE: readonly ErrorCode[] = ["drift-usage", "drift-accept"];

/** Milliseconds for one request. */
const TIMEOUT = 10_000;

/** @returns the exit status: 0 no difference, 1 there are some, 2 usage, 3 could not look */
export async function main(argv: string[], around: Surroundings): Promise<number> {
  try {
    const options = parseOptions(argv, around.write);
    if (!options) return EXIT.none;
    const credential = oktaVariables(around.environment);
    if (typeof credential === "string") throw usage(`npm run drift needs ${credential}`);
    const { accept } = options;
    const accepted =
      accept === undefined
        ? []
        : readAccepted(await readGiven(accept, around.input, "drift-accept"), accept);
    const { resources: declared } = readState(await stateText(options, around));
    around.writeError("reading Okta ...\n");
    const okta = new OktaApi({ ...credential, fetch: retryingFetch(fetch, {}), timeout: TIMEOUT });
    const review = driftOf(declared, await liveResources(declared, okta));
    const { changes, open } = judge(
      review.changes,
      accepted,
      new Date().toISOString().slice(0, 10),
    );
    const objections =
      open.length === 0
        ? []
        : [`${open.length} of the differences above are not accepted (--accept)`];
    const report: Report = { version: 1, ...review, changes, objections };
    await writeReports(report, options, around.write);
    return open.length === 0 ? EXIT.none : EXIT.differs;
  } catch (error) {
    return exitOf(error, around, USAGE);
  }
}
