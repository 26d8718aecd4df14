import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

const CLI = fileURLToPath(new URL("../../okta/cli.ts", import.meta.url));

/** Called once, with all that the command line printed when it serves. */
export type OnServing = (
  url: string,
  introduction: string,
  interrupt: (signal: NodeJS.Signals) => void,
) => unknown;

/** Runs the command line of the emulator; with `onServing` it has to be given `--control`. */
export async function runOkta(
  args: readonly string[],
  onServing?: OnServing,
  environment: NodeJS.ProcessEnv = {},
) {
  const child = spawn(process.execPath, [CLI, ...args], {
    env: { ...process.env, ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const closed = once(child, "close");
  let stdout = "";
  let stderr = "";
  let serving = false;
  child.stderr.setEncoding("utf8").on("data", (text) => {
    stderr += text;
  });
  child.stdout.setEncoding("utf8").on("data", (text) => {
    stdout += text;
    const url = /^Emulated Okta org: (\S+)$/m.exec(stdout)?.[1];
    if (serving || !url || !stdout.endsWith("/_sandbox/faults\n")) return;
    serving = true;
    onServing?.(url, stdout, (signal) => child.kill(signal));
  });
  const [code] = await closed;
  return { code, stdout, stderr };
}
