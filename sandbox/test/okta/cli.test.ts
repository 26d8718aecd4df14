import { exec, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";

const shell = promisify(exec);
const CLI = fileURLToPath(new URL("../../okta/cli.ts", import.meta.url));

type OnServing = (
  url: string,
  introduction: string,
  interrupt: (signal: NodeJS.Signals) => void,
) => unknown;

/** Runs the command line; `onServing` is called once, with all that it printed. */
async function run(args: string[], onServing?: OnServing) {
  const child = spawn(process.execPath, [CLI, ...args], { stdio: ["ignore", "pipe", "pipe"] });
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

test.each([
  [["--verbose"], "error: unknown option '--verbose'\n"],
  [
    ["--host", "0.0.0.0"],
    'error: The Okta emulator listens on loopback only: host must be one of 127.0.0.1, ::1, localhost, not "0.0.0.0".\n',
  ],
])("%j is bad usage: a sentence and exit 2", async (args, message) => {
  expect(await run(args)).toEqual({ code: 2, stdout: "", stderr: message });
});

test("a busy port is a sentence and exit 1", async () => {
  const other = createServer().listen(0, "127.0.0.1");
  await once(other, "listening");
  const { port } = other.address() as { port: number };
  const { code, stderr } = await run(["--port", String(port)]);
  other.close();
  expect([code, stderr]).toEqual([
    1,
    `error: Port ${port} is in use on this machine. Choose another one, or leave the port out to get a free one.\n`,
  ]);
});

test("its own curl lines work, and Ctrl-C ends it with 130", async () => {
  const statuses: string[] = [];
  let printed = "";
  const { code, stderr } = await run(["--control"], async (url, introduction, interrupt) => {
    printed = url;
    for (const line of introduction.split("\n").filter((each) => each.startsWith("  curl -H"))) {
      const { stdout } = await shell(`${line} -s -o /dev/null -w '%{http_code}'`);
      statuses.push(stdout);
    }
    interrupt("SIGINT");
  });
  expect([code, stderr, statuses]).toEqual([130, "", ["200", "200", "200", "201"]]);
  await expect(fetch(printed)).rejects.toThrow();
});

test("SIGTERM ends it with 143", async () => {
  const { code } = await run(["--control"], (_url, _introduction, interrupt) => {
    interrupt("SIGTERM");
  });
  expect(code).toBe(143);
});
