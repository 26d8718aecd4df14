import { setTimeout as wait } from "node:timers/promises";
import PQueue from "p-queue";
import { EXIT, VerifyError } from "./errors.ts";
import { type Options, parseOptions } from "./inputs/options.ts";
import { type Inputs, resolveInputs } from "./inputs/resolve.ts";
import { createNeo4j } from "./neo4j.ts";
import type { Report } from "./outcome.ts";
import { Progress } from "./progress.ts";
import { Redactor } from "./redact.ts";
import { renderText } from "./reports/text.ts";
import { retryingFetch } from "./retrying-fetch.ts";
import { type Candidate, countChecks, runChecks } from "./run.ts";
import { TokenClient } from "./tokens/client.ts";

/** Milliseconds for one request or connection. */
const REQUEST_TIMEOUT = 10_000;

/** The process around a run. */
export interface Surroundings {
  write(text: string): void;
  writeError(text: string): void;
  environment: Readonly<Record<string, string | undefined>>;
}

/** @returns the exit status: 0 proven, 1 a check failed, 2 usage, 3 could not look. */
export async function main(argv: string[], around: Surroundings): Promise<number> {
  const redactor = new Redactor();
  const write = (text: string) => around.write(redactor.clean(text));
  const writeError = (text: string) => around.writeError(redactor.clean(text));
  try {
    const options = parseOptions(argv, write);
    if (!options) return EXIT.proven;
    const inputs = await resolveInputs(options, around.environment);
    rememberSecrets(redactor, inputs);
    const report = await prove(options, inputs, writeError);
    write(options.json ? `${JSON.stringify(report, null, 2)}\n` : renderText(report));
    return exitStatus(report);
  } catch (error) {
    writeError(`${describe(error)}\n`);
    return error instanceof VerifyError ? error.exitCode : EXIT.couldNotLook;
  }
}

function exitStatus({ proof }: Report): number {
  if (proof === "proven") return EXIT.proven;
  return proof === "failed" ? EXIT.failed : EXIT.couldNotLook;
}

function describe(error: unknown): string {
  if (error instanceof VerifyError) return `${error.message} (${error.code})`;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

function rememberSecrets(redactor: Redactor, { candidates, breakGlass }: Inputs): void {
  redactor.add(breakGlass?.password);
  for (const { found } of candidates) {
    if ("missing" in found) continue;
    const { credential } = found;
    redactor.add("privateKey" in credential ? credential.privateKey : credential.clientSecret);
  }
}

async function prove(
  options: Options,
  inputs: Inputs,
  writeError: (text: string) => void,
): Promise<Report> {
  const { contract } = inputs;
  const tokenRequests = { sent: 0, retries: 0 };
  const budget = new PQueue({ interval: 60_000, intervalCap: options.rate, strict: true });
  const clientOf = ({ account, found }: Inputs["candidates"][number]): Candidate => ({
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
            timeout: REQUEST_TIMEOUT,
            gate: () => budget.add(async () => {}),
            metrics: {
              request: () => {
                tokenRequests.sent += 1;
              },
              retry: () => {
                tokenRequests.retries += 1;
              },
            },
          }),
  });
  const candidates = inputs.candidates.map(clientOf);
  const { boltUri, httpUri } = contract.neo4j;
  const neo4j = createNeo4j({ boltUri, httpUri, timeout: REQUEST_TIMEOUT });
  const progress = new Progress(countChecks(candidates), writeError);
  const limit = new AbortController();
  const timer = setTimeout(() => limit.abort(), options.timeout * 1000);
  try {
    const result = await runChecks({
      contract,
      candidates,
      world: {
        neo4j,
        fetch: retryingFetch({ fetch }),
        timeout: REQUEST_TIMEOUT,
        now: Date.now,
        delay: (milliseconds) => wait(milliseconds),
      },
      concurrency: options.concurrency,
      signal: limit.signal,
      onOutcome: () => progress.step(),
    });
    const { issuer, audience } = contract;
    return { version: 1, issuer, audience, boltUri, httpUri, ...result, tokenRequests };
  } finally {
    clearTimeout(timer);
    progress.stop();
    await neo4j.close();
  }
}
