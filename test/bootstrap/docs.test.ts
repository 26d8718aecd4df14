import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgsStringToArgv } from "string-argv";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { keygen } from "../keygen/run.ts";
import { KEYS, PLAN, recordPlan } from "./program.ts";

const PAGE = readFileSync(new URL("../../docs/bootstrap.md", import.meta.url), "utf8");

test("the command that docs/bootstrap.md shows prints keys that are accepted", async () => {
  const [, command = ""] = /^ *npm run keygen -- (.*)$/m.exec(PAGE) ?? [];
  const folder = mkdtempSync(join(tmpdir(), "bootstrap-"));
  const argv = parseArgsStringToArgv(command).map((word) =>
    /\.(pem|json)$/.test(word) ? join(folder, word) : word,
  );
  const { status, out } = await keygen(argv);
  rmSync(folder, { recursive: true });
  expect(status).toBe(0);
  const { "neo4j-okta-bootstrap:keys": keys } = parse(out);
  expect(Object.keys(keys)).toEqual(["deployer"]);
  await expect(recordPlan(PLAN, { keys })).resolves.toBeDefined();
});

test("the configuration that docs/bootstrap.md shows is accepted as it stands", async () => {
  const [snippet = ""] = [...PAGE.matchAll(/```yaml\n(.*?)```/gs)].map(([, text]) => text);
  const { config } = parse(snippet);
  expect(Object.keys(config["neo4j-okta-bootstrap:keys"])).toEqual(Object.keys(KEYS));
  const [orgUrl, keys] = ["orgUrl", "keys"].map((key) => config[`neo4j-okta-bootstrap:${key}`]);
  await expect(recordPlan(PLAN, { orgUrl, keys })).resolves.toBeDefined();
});
