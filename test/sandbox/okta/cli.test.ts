import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const CLI = fileURLToPath(new URL("../../../sandbox/okta/cli.ts", import.meta.url));

/** Runs the command line; `onUrl` is called with the address once it is printed. */
async function run(
  args: string[],
  onUrl?: (url: string, interrupt: (signal: NodeJS.Signals) => void) => unknown,
) {
  const child = spawn(process.execPath, [CLI, ...args], { stdio: ["ignore", "pipe", "pipe"] });
  const closed = once(child, "close");
  let stdout = "";
  let stderr = "";
  child.stderr.setEncoding("utf8").on("data", (text) => {
    stderr += text;
  });
  child.stdout.setEncoding("utf8").on("data", (text) => {
    const known = stdout.includes("Discovery:");
    stdout += text;
    const url = /^Emulated Okta org: (\S+)$/m.exec(stdout)?.[1];
    if (!known && url && stdout.includes("Discovery:"))
      onUrl?.(url, (signal) => child.kill(signal));
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

test.each([
  ["SIGINT", 130],
  ["SIGTERM", 143],
] as const)(
  "it serves what it printed until %s, which ends it with %i",
  async (signal, expected) => {
    let statuses: number[] = [];
    let printed = "";
    const { code, stdout, stderr } = await run(["--control"], async (url, interrupt) => {
      printed = url;
      const get = async (path: string) => (await fetch(`${url}${path}`)).status;
      statuses = [
        await get("/.well-known/okta-organization"),
        await get("/api/v1/apps"),
        await get("/_sandbox/log"),
      ];
      interrupt(signal);
    });
    expect([code, stderr, statuses]).toEqual([expected, "", [200, 401, 401]]);
    for (const [, authorization, target] of stdout.matchAll(/Authorization: (\S+ \S+)' (\S+)/g)) {
      expect(authorization).toMatch(/^(Bearer|SSWS) \w/);
      expect(target?.startsWith(printed)).toBe(true);
    }
    await expect(fetch(printed)).rejects.toThrow();
  },
);
