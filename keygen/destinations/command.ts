import { spawn } from "node:child_process";
import { parseArgsStringToArgv } from "string-argv";
import { Neo4jOktaError } from "../../access/errors.ts";

/** What a command may say, in characters; the rest is dropped. */
const MAX_SAID = 2000;

/** So many characters of a key in a row are a part of it. */
const WINDOW = 12;

/**
 * Hands a private key to a command as its standard input. What the command prints is shown to nobody, but for
 * an error that holds no part of the key.
 *
 * @throws Neo4jOktaError `keygen-command`
 */
export async function giveToCommand(command: string, pem: string): Promise<void> {
  const [program = "", ...args] = parseArgsStringToArgv(command);
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const child = spawn(program, args, { stdio: ["pipe", "ignore", "pipe"] });
  let said = "";
  let isTaken = true;
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    said = `${said}${text}`.slice(0, MAX_SAID);
  });
  child.stdin.on("error", () => {
    isTaken = false;
  });
  child.on("error", ({ code }: NodeJS.ErrnoException) =>
    reject(refused(program, code === "ENOENT" ? "is not on PATH" : `cannot be started: ${code}`)),
  );
  child.on("close", (status, signal) => {
    if (status === 0 && isTaken) return resolve();
    const how = status === 0 ? "ended without reading the key" : `ended with ${status ?? signal}`;
    reject(refused(program, `${how}${withoutKey(said.trim(), pem)}`));
  });
  child.stdin.end(pem);
  return promise;
}

/** What it said, unless that holds a part of the key, as it is or in base64. */
function withoutKey(said: string, pem: string): string {
  const forms = [pem.replaceAll("\n", ""), Buffer.from(pem).toString("base64")];
  const holdsKey = forms.some((form) =>
    Array.from(form).some((_, at) => said.includes(form.slice(at, at + WINDOW).padEnd(WINDOW))),
  );
  return said === "" || holdsKey ? "" : `: ${said}`;
}

function refused(program: string, what: string): Neo4jOktaError {
  return new Neo4jOktaError(
    "keygen-command",
    `--to: the command ${JSON.stringify(program)} ${what}. Nothing else was written. Fix: mend the command, and run it again.`,
  );
}
