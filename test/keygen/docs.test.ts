import { copyFileSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgsStringToArgv } from "string-argv";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { main as account } from "../../account/main.ts";
import { main as check } from "../../infra/check/main.ts";
import { captured } from "../support/captured.ts";
import { keygen } from "./run.ts";

const PAGE = readFileSync(new URL("../../docs/credentials.md", import.meta.url), "utf8");

/** The arguments of a command that the page shows. */
function shown(command: string): string[] {
  return parseArgsStringToArgv(
    new RegExp(`^npm run ${command} -- (.*)$`, "m").exec(PAGE)?.[1] ?? "",
  );
}

test("the commands of docs/credentials.md bring a stack from nothing to an account with a key", async () => {
  const folder = mkdtempSync(join(tmpdir(), "credentials-"));
  copyFileSync("Pulumi.prod.yaml", join(folder, "Pulumi.prod.yaml"));
  const project = ["--project", folder];
  const checked = () => captured((streams) => check(["--stack", "prod", ...project], streams));
  const added = await captured((streams) => account([...shown("account"), ...project], streams));
  expect(added).toMatchObject({ status: 0, err: "" });
  // The next steps that it prints are the page's.
  expect(added.out).toContain(`npm run keygen -- ${shown("keygen").join(" ")}\n`);
  expect((await checked()).out).toContain("[key-source]");
  const words = shown("keygen").map((word) => (word.endsWith(".pem") ? join(folder, word) : word));
  expect(await keygen([...words, ...project])).toMatchObject({ status: 0 });
  expect((await checked()).status).toBe(0);
  const { config } = parse(readFileSync(join(folder, "Pulumi.prod.yaml"), "utf8"));
  expect(config["neo4j-okta:accounts"].at(-1).credential.privateKeyJwt.jwks).toHaveLength(1);
  rmSync(folder, { recursive: true });
});
