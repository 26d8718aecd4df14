import { spawn } from "node:child_process";
import { parseArgsStringToArgv } from "string-argv";
import { Neo4jOktaError } from "../../access/errors.ts";

/** Milliseconds that a command has. */
const LIMIT = 60_000;

/**
 * Hands a secret to a command as its standard input. What the command prints is shown to nobody: it could be the
 * secret, in whatever form.
 *
 * @param limit milliseconds that the command has
 * @throws Neo4jOktaError `keygen-command`
 */
export async function giveToCommand(command: string, secret: string, limit = LIMIT): Promise<void> {
  const [program = "", ...args] = parseArgsStringToArgv(command);
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const child = spawn(program, args, { stdio: ["pipe", "ignore", "ignore"] });
  const late = setTimeout(() => {
    child.kill("SIGKILL");
    reject(refused(program, `did not end within ${limit / 1000} s`));
  }, limit);
  let isTaken = true;
  child.stdin.on("error", () => {
    isTaken = false;
  });
  child.on("error", ({ code }: NodeJS.ErrnoException) =>
    reject(refused(program, code === "ENOENT" ? "is not on PATH" : `cannot be started: ${code}`)),
  );
  child.on("close", (status, signal) => {
    if (status === 0 && isTaken) return resolve();
    const how = status === 0 ? "ended without reading it" : `ended with ${status ?? signal}`;
    reject(refused(program, how));
  });
  child.stdin.end(secret);
  return promise.finally(() => clearTimeout(late));
}

function refused(program: string, what: string): Neo4jOktaError {
  return new Neo4jOktaError(
    "keygen-command",
    `--to: the command ${JSON.stringify(program)} ${what}. What it said is not shown, as it could hold the secret; nothing else was written. Fix: try the command with another text as its standard input, and run this again.`,
  );
}
