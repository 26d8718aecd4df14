import { exec } from "node:child_process";
import { once } from "node:events";
import { access } from "node:fs/promises";
import { createServer } from "node:net";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { runOkta } from "./command.ts";

const shell = promisify(exec);

test.each([
  [["--verbose"], "error: unknown option '--verbose'\n"],
  [
    ["--host", "192.0.2.1"],
    "error: 192.0.2.1 is no address of this machine. Fix: name one of its own, or 0.0.0.0 for all of them.\n",
  ],
  [["--seed", "missing.json"], "error: Seed file missing.json: cannot be read (ENOENT).\n"],
])("%j is bad usage: a sentence and exit 2", async (args, message) => {
  expect(await runOkta(args)).toEqual({ code: 2, stdout: "", stderr: message });
});

test("a busy port is a sentence and exit 1", async () => {
  const other = createServer().listen(0, "127.0.0.1");
  await once(other, "listening");
  const { port } = other.address() as { port: number };
  const { code, stderr } = await runOkta(["--port", String(port)]);
  other.close();
  expect([code, stderr]).toEqual([
    1,
    `error: Port ${port} is in use on this machine. Choose another one, or leave the port out to get a free one.\n`,
  ]);
});

test("its own curl lines work, and Ctrl-C ends it with 130", async () => {
  const statuses: string[] = [];
  let printed = "";
  const { code, stderr } = await runOkta(["--control"], async (url, introduction, interrupt) => {
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

test.each([
  [[], ", and without TLS all of it travels in the clear"],
  [["--tls"], ""],
])("on another interface it warns on standard error: %j", async (more, clear) => {
  const args = ["--control", "--host", "0.0.0.0", ...more];
  let served = "";
  const { stdout, stderr } = await runOkta(args, async (url, _introduction, interrupt) => {
    served = url;
    interrupt("SIGTERM");
  });
  expect(served).toMatch(/^https?:\/\/localhost:\d+$/);
  const { protocol, port } = new URL(served);
  expect(stdout).toMatch(
    new RegExp(
      `^  npm run okta -- --host 0\\.0\\.0\\.0 --port ${port} --public-url ${protocol}//\\S+:${port}$`,
      "m",
    ),
  );
  expect(stderr).toBe(
    "warning: the org listens on 0.0.0.0: every machine that reaches it can ask for tokens, and with the " +
      `management tokens or a client's secret it can do all that they allow${clear}. Use it for tests only.\n`,
  );
});

test("tokens that were given are taken and not printed; its curl lines work over TLS; nothing is left", async () => {
  const token = "given-by-environment-7c1f";
  const statuses: string[] = [];
  const environment = { OKTA_EMULATOR_ACCESS_TOKEN: token };
  const args = ["--control", "--tls"];
  const { stdout, stderr } = await runOkta(
    args,
    async (_url, introduction, interrupt) => {
      for (const line of introduction.split("\n").filter((each) => each.includes("-H "))) {
        const asked = `${line} -s -o /dev/null -w '%{http_code}'`;
        const answered = await shell(asked, { env: { ...process.env, ...environment } });
        statuses.push(answered.stdout);
      }
      interrupt("SIGINT");
    },
    environment,
  );
  expect([stderr, statuses]).toEqual(["", ["200", "200", "200", "201"]]);
  expect(stdout).not.toContain(token);
  const caFile = /^CA file for clients, made for this run: (\S+)$/m.exec(stdout)?.[1] ?? "";
  await expect(access(caFile)).rejects.toMatchObject({ code: "ENOENT" });
});

test("SIGTERM ends it with 143", async () => {
  const { code } = await runOkta(["--control"], (_url, _introduction, interrupt) => {
    interrupt("SIGTERM");
  });
  expect(code).toBe(143);
});
