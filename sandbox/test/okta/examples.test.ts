import { execFile, execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { runOkta } from "./command.ts";

const EXAMPLES = fileURLToPath(new URL("../../okta/examples/", import.meta.url));

let url: string;
let caFile: string;
let stop: () => void;
let ended: Promise<unknown>;

beforeAll(async () => {
  const serving = Promise.withResolvers<void>();
  const args = ["--control", "--tls", "--seed", `${EXAMPLES}seed.json`];
  ended = runOkta(args, (address, introduction, interrupt) => {
    url = address;
    caFile = /made for this run: (\S+)$/m.exec(introduction)?.[1] ?? "";
    stop = () => interrupt("SIGTERM");
    serving.resolve();
  });
  await Promise.race([serving.promise, ended]);
});
afterAll(async () => {
  stop();
  await ended;
});

function has(command: string, ...args: string[]): boolean {
  try {
    execFileSync(command, args, { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

/** Clients that know nothing of this project, and how to ask whether this machine can run them. */
const clients: [what: string, there: boolean, command: string, script: string][] = [
  ["Python's standard library", has("python3", "--version"), "python3", "token.py"],
  ["the JDK", has("javac", "-version"), "java", "Token.java"],
];

for (const [what, there, command, script] of clients) {
  test.skipIf(!there)(
    `${what} gets a token over TLS with the CA file (skipped where there is no ${command})`,
    { timeout: 60_000 },
    async () => {
      const environment = {
        ISSUER: `${url}/oauth2/default`,
        CA_FILE: caFile,
        CLIENT_ID: "reports",
        CLIENT_SECRET: "a-fixed-secret-of-the-example",
        SCOPE: "reports.read",
      };
      const run = (more: object) =>
        promisify(execFile)(command, [`${EXAMPLES}${script}`], {
          env: { ...process.env, ...environment, ...more },
        });
      const { stdout } = await run({});
      expect(JSON.parse(stdout)).toMatchObject({
        iss: environment.ISSUER,
        aud: "api://reports",
        cid: "reports",
        scp: ["reports.read"],
        team: "analytics",
      });
      await expect(run({ CLIENT_SECRET: "another-secret-altogether" })).rejects.toThrow(/401/);
    },
  );
}
