import { setTimeout as wait } from "node:timers/promises";
import neo4j from "neo4j-driver";
import PQueue from "p-queue";
import { Administrator } from "../neo4j-client/administrator.ts";
import { createNeo4j } from "../neo4j-client/client.ts";
import { OktaApi } from "../okta-api/client.ts";
import { retryingFetch } from "../okta-api/retrying-fetch.ts";
import { timedFetch } from "../okta-api/timed-fetch.ts";
import { TokenClient } from "../tokens/client.ts";
import type { TokenMetrics } from "../tokens/options.ts";
import type { Inputs } from "./inputs/inputs.ts";
import type { Outcome } from "./outcome.ts";
import { accountReport, type Report, signInReport, stackProof } from "./report.ts";
import { runChecks } from "./run.ts";

/** How fast a run may be, and how long it may take. */
export interface Pace {
  /** Accounts that are checked at the same time. */
  concurrency: number;
  /** Token requests per minute, repetitions included, over all accounts. */
  rate: number;
  /** Seconds for the whole run. */
  timeout: number;
  /** Milliseconds for one request or connection. Default 10 000. */
  requestTimeout?: number;
  /** Milliseconds; upper bound of the wait before the first repetition of a request. Default 250. */
  retryDelay?: number;
  /** Milliseconds; no wait before a repetition is longer. Default 30 000. */
  maxRetryDelay?: number;
}

/**
 * Proves a stack: from the discovery document over each account's token to its roles in the
 * database, and what must be refused. Changes nothing; every connection it opens is closed.
 */
export async function prove(
  inputs: Inputs,
  pace: Pace,
  onOutcome?: (outcome: Outcome) => void,
): Promise<Report> {
  const { contract, breakGlass, given } = inputs;
  const { requestTimeout: timeout = 10_000 } = pace;
  const waits = waitsOf(pace);
  const { boltUri, httpUri } = contract.neo4j;
  const tokens = tokenClients(inputs, pace);
  const patientFetch = retryingFetch(timedFetch(fetch, timeout), waits);
  const database = createNeo4j({ boltUri, timeout, userAgent: "neo4j-okta-verify" });
  const limit = new AbortController();
  const timer = setTimeout(() => limit.abort(), pace.timeout * 1000);
  try {
    const found = await runChecks({
      contract,
      given,
      candidates: tokens.candidates,
      world: {
        neo4j: database,
        fetch: patientFetch,
        timeout,
        trustedHosts: inputs.trustedHosts,
        acceptShared: inputs.acceptShared,
        oktaOnly: inputs.oktaOnly ?? false,
        ...(inputs.person === undefined ? {} : { person: inputs.person }),
        personTokens: inputs.personTokens ?? [],
        now: Date.now,
        delay: (milliseconds) => wait(Math.min(milliseconds, waits.initialDelay * 4)),
        ...(breakGlass && {
          breakGlass: new Administrator(
            database,
            neo4j.auth.basic(breakGlass.username, breakGlass.password),
          ),
        }),
        ...(inputs.oktaApi && {
          okta: new OktaApi({ ...inputs.oktaApi, fetch: timedFetch(fetch, timeout), waits }),
        }),
      },
      concurrency: pace.concurrency,
      signal: limit.signal,
      ...(onOutcome ? { onOutcome } : {}),
    });
    const outcomes = found.map((outcome) => withProviderId(outcome, contract.neo4j.providerId));
    const accounts = inputs.candidates.map(({ account }) => accountReport(account, outcomes));
    const signIns = (contract.signIns ?? []).map((signIn) =>
      signInReport(signIn, outcomes, !inputs.oktaOnly || signIn.provider === "okta"),
    );
    return {
      version: 1,
      proof: stackProof(outcomes, accounts),
      issuer: contract.issuer,
      audience: contract.audience,
      boltUri,
      httpUri,
      accounts,
      ...(signIns.length === 0 ? {} : { signIns }),
      outcomes,
      tokenRequests: tokens.counts,
    };
  } finally {
    clearTimeout(timer);
  }
}

/** Checks name settings of any provider; a report names those of this one. */
function withProviderId(outcome: Outcome, providerId: string): Outcome {
  return outcome.setting === undefined
    ? outcome
    : {
        ...outcome,
        setting: outcome.setting.replaceAll("<provider>", outcome.signIn ?? providerId),
      };
}

/** One client per account; all share the budget of token requests. */
function tokenClients({ contract, candidates, trustedHosts }: Inputs, pace: Pace) {
  const counts = { sent: 0, retries: 0 };
  const metrics: TokenMetrics = {
    request: () => {
      counts.sent += 1;
    },
    retry: () => {
      counts.retries += 1;
    },
  };
  const budget = new PQueue({ interval: 60_000, intervalCap: pace.rate, strict: true });
  return {
    counts,
    candidates: candidates.map(({ account, found }) => ({
      account,
      tokens:
        "missing" in found
          ? found
          : new TokenClient({
              issuer: contract.issuer,
              tokenEndpoint: contract.tokenEndpoint,
              clientId: account.clientId,
              scope: contract.scope,
              credential: found.credential,
              timeout: pace.requestTimeout ?? 10_000,
              trustedHosts,
              resilience: waitsOf(pace),
              gate: () => budget.add(async () => {}),
              metrics,
            }),
    })),
  };
}

function waitsOf({ retryDelay = 250, maxRetryDelay = 30_000 }: Pace) {
  return { initialDelay: retryDelay, maxDelay: maxRetryDelay };
}
