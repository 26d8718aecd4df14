import { spawn } from "node:child_process";
import { SandboxError } from "./errors.ts";
import type { Handover } from "./handover.ts";
import type { Reporter } from "./reporter.ts";

export interface ProofOptions {
  /** Entry module of the project's verifier. */
  verifier: string;
  handover: Handover;
  boltUri: string;
  httpUri: string;
  report: Reporter;
  signal: AbortSignal;
}

/**
 * Proves the deployment with the project's own verifier, as its users run it: in a process of its
 * own, with the contract and the secrets as files.
 *
 * @throws SandboxError `SANDBOX_NOT_PROVEN` when a check failed or could not be made.
 */
export async function prove(options: ProofOptions): Promise<void> {
  const { handover, report, signal } = options;
  const child = spawn(
    process.execPath,
    [
      options.verifier,
      ...["--contract", handover.contract],
      ...["--secrets", handover.secrets],
      ...["--bolt-uri", options.boltUri],
      ...["--http-uri", options.httpUri],
      "--break-glass",
    ],
    { stdio: ["ignore", "pipe", "pipe"], signal },
  );
  child.stdout.setEncoding("utf8").on("data", report.output);
  child.stderr.setEncoding("utf8").on("data", report.output);
  const code = await new Promise<number | null>((settle, reject) => {
    child.on("error", reject);
    child.on("close", settle);
  });
  if (code === 0) return;
  throw new SandboxError(
    "SANDBOX_NOT_PROVEN",
    code === 1
      ? "a check failed: the deployment does not give every account exactly its roles. See above."
      : `the verifier could not look (exit status ${code}). See above.`,
  );
}
