import { spawn } from "node:child_process";
import { SandboxError } from "../errors.ts";
import type { OktaEmulator } from "../okta/emulator.ts";
import type { Deployed, Handover } from "./handover.ts";
import type { Reporter } from "./reporter.ts";
import { inviteStrangers } from "./strangers.ts";

export interface ProofOptions {
  /** Entry module of the project's verifier. */
  verifier: string;
  handover: Handover;
  boltUri: string;
  httpUri: string;
  okta: OktaEmulator;
  deployed: Deployed;
  /** The run's own folder. */
  directory: string;
  report: Reporter;
  signal: AbortSignal;
}

/**
 * Proves the deployment with the project's own verifier, as its users run it: in a process of its
 * own, with the contract and the secrets as files.
 *
 * @throws SandboxError `not-proven` when a check failed or could not be made.
 */
export async function prove(options: ProofOptions): Promise<void> {
  const strangers = await inviteStrangers(options.okta, options.deployed, options.directory);
  const code = await runVerifier(options, strangers.arguments).finally(strangers.remove);
  if (code === 0) return;
  throw new SandboxError(
    "not-proven",
    code === 1
      ? "a check failed: the deployment does not give every account exactly its roles. See above."
      : `the verifier could not look (exit status ${code}). See above.`,
  );
}

async function runVerifier(options: ProofOptions, more: string[]): Promise<number | null> {
  const { handover, report, signal, okta } = options;
  const child = spawn(
    process.execPath,
    [
      options.verifier,
      ...["--contract", handover.contract],
      ...["--secrets", handover.secrets],
      ...["--bolt-uri", options.boltUri],
      ...["--http-uri", options.httpUri],
      ...["--break-glass", "--okta-api"],
      ...more,
    ],
    {
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...process.env, OKTA_ORG_URL: okta.url, OKTA_ACCESS_TOKEN: okta.accessToken },
      signal,
    },
  );
  child.stdout.setEncoding("utf8").on("data", report.output);
  child.stderr.setEncoding("utf8").on("data", report.output);
  return new Promise((settle, reject) => {
    child.on("error", reject);
    child.on("close", settle);
  });
}
