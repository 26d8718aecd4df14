import { execFile } from "node:child_process";
import { Neo4jOktaError } from "../access/errors.ts";

/** More than the preview of ten thousand accounts prints. */
const MAX_PRINTED_BYTES = 512 * 1024 * 1024;

/** How often it is asked whether the one that started this process is still there. */
const WATCH_MS = 500;

/** Read before anything is started: one that has ended meanwhile is noticed. */
const PARENT = process.ppid;

/** How Pulumi is run. */
export interface PulumiOptions {
  /** Folder of the project. Default: this one. */
  project?: string;
  /** What to do without Pulumi, as a clause. */
  otherwise: string;
  /** Whether what it printed is an answer, although it failed. Default: never. */
  isAnswer?: (stdout: string) => boolean;
}

/**
 * What a command of the installed Pulumi prints. It ends with this process: at a signal, and when npm,
 * which passes none on, has been killed.
 *
 * @throws Neo4jOktaError `pulumi-missing`, or `pulumi-failed` with what it said last
 */
export async function pulumi(
  args: readonly string[],
  { project, otherwise, isAnswer }: PulumiOptions,
): Promise<string> {
  const all = [...args, "--non-interactive", "--color", "never"];
  const options = { cwd: project, maxBuffer: MAX_PRINTED_BYTES };
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  // A signal that comes while it starts must not end this process alone.
  const stop = () => void engine.kill("SIGINT");
  process.once("SIGTERM", stop);
  const watch = setInterval(() => process.ppid !== PARENT && stop(), WATCH_MS);
  const engine = execFile("pulumi", all, options, (error, stdout, stderr) => {
    if (error === null || isAnswer?.(stdout) === true) return resolve(stdout);
    reject(error.code === "ENOENT" ? missing(otherwise) : failed(args, stdout, stderr));
  });
  return promise.finally(() => {
    clearInterval(watch);
    process.off("SIGTERM", stop);
  });
}

function missing(otherwise: string): Neo4jOktaError {
  return new Neo4jOktaError(
    "pulumi-missing",
    `The Pulumi CLI is not on PATH. Fix: install it, or ${otherwise}.`,
  );
}

/** A failed preview says why in its JSON, other commands on standard error. */
function failed(args: readonly string[], stdout: string, stderr: string): Neo4jOktaError {
  const said = `${messages(stdout)}${stderr}`.trim().split("\n").slice(-12).join("\n  ");
  const isMissing = /no stack named|does not have output property/.test(said);
  const fix = isMissing
    ? "\nFix: name a stack that pulumi stack ls lists and npm run up has deployed; pulumi login says which backend is asked."
    : "";
  return new Neo4jOktaError(
    "pulumi-failed",
    `pulumi ${args.join(" ").split(" -", 1)[0]} failed:\n  ${said || "it ended without a word"}${fix}`,
  );
}

function messages(stdout: string): string {
  try {
    const { diagnostics = [] } = JSON.parse(stdout) as {
      diagnostics?: { severity?: string; message?: string }[];
    };
    return diagnostics
      .flatMap(({ severity, message }) => (severity === "error" && message ? [message] : []))
      .join("\n");
  } catch {
    return "";
  }
}
