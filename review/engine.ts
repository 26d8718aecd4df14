import { execFile } from "node:child_process";
import { Neo4jOktaError } from "../access/errors.ts";

/** More than the preview of ten thousand accounts prints. */
const MAX_PRINTED_BYTES = 512 * 1024 * 1024;

/**
 * What a command of the installed Pulumi prints. Its messages go to standard error as they come; a
 * signal of the terminal reaches it as well.
 *
 * @param otherwise what to do without it, as a clause
 * @throws Neo4jOktaError `review-pulumi-missing`, or `review-pulumi-failed` with what it said last
 */
export async function pulumi(
  args: readonly string[],
  { project, otherwise, signal }: { project: string; otherwise: string; signal?: AbortSignal },
): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(
      "pulumi",
      [...args, "--non-interactive", "--color", "never"],
      { cwd: project, maxBuffer: MAX_PRINTED_BYTES, signal },
      (error, stdout, stderr) => {
        if (error === null) resolve(stdout);
        else if (error.code === "ENOENT") {
          reject(
            new Neo4jOktaError(
              "review-pulumi-missing",
              `The Pulumi CLI is not on PATH. Fix: install it, or ${otherwise}.`,
            ),
          );
        } else reject(new Neo4jOktaError("review-pulumi-failed", failed(args, stdout, stderr)));
      },
    );
  });
}

/** A failed preview says why in its JSON, other commands on standard error. */
function failed(args: readonly string[], stdout: string, stderr: string): string {
  const said = `${messages(stdout)}${stderr}`.trim().split("\n").slice(-12).join("\n  ");
  return `pulumi ${args.slice(0, 2).join(" ")} failed:\n  ${said}`;
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
