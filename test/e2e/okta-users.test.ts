import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, describe } from "vitest";
import { testUsersExample } from "../support/okta-users-example.ts";

const EXAMPLE = join(import.meta.dirname, "../../examples/okta-users/python");
const folder = await mkdtemp(join(tmpdir(), "okta-users-venv-"));
afterAll(() => rm(folder, { recursive: true, force: true }));
const python = join(folder, "bin/python");

/** Why the example cannot run here: no Python, or no way to its packages. */
async function obstacle(): Promise<string | undefined> {
  const steps: [string, string[]][] = [
    ["python3", ["-m", "venv", folder]],
    [python, ["-m", "pip", "install", "-q", "-r", join(EXAMPLE, "requirements.txt")]],
  ];
  for (const [program, words] of steps) {
    const failed = await promisify(execFile)(program, words, { timeout: 300_000 }).catch(
      (error: Error) => error.message.split("\n").slice(0, 2).join(" "),
    );
    if (typeof failed === "string") return failed;
  }
  return undefined;
}

const reason = await obstacle();
const title = reason === undefined ? "" : ` (skipped: ${reason})`;

describe.skipIf(reason !== undefined)(`the service in Python${title}`, () => {
  testUsersExample(python, join(EXAMPLE, "users.py"));
});
