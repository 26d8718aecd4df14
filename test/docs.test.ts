import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { OktaEmulator } from "@neo4j-okta/sandbox/okta";
import { decodeJwt } from "jose";
import { expect, test } from "vitest";
import { parse as parseYaml } from "yaml";
import { picture, roomImports } from "../docs/architecture.ts";
import { parse, productionSettings, validAccount, validSettings } from "./support/settings.ts";
import { validSignIn } from "./support/sign-ins.ts";

const execFileAsync = promisify(execFile);

test("the committed picture of the house shows today's imports", async () => {
  const committed = readFileSync(new URL("../docs/architecture.svg", import.meta.url), "utf8");
  expect(committed, "run npm run docs").toBe(await picture());
});

test("no import leads from the product into the sandbox or back", () => {
  const crossing = roomImports().filter(
    ([from, to]) => from.startsWith("sandbox/") !== to.startsWith("sandbox/"),
  );
  expect(crossing).toEqual([]);
  expect(roomImports()).toContainEqual(["infra", "access"]);
});

test("the waiver that docs/operations.md shows is accepted as it stands", () => {
  const page = readFileSync(new URL("../docs/operations.md", import.meta.url), "utf8");
  const snippet = /`(waivers: \[.*\])`/.exec(page)?.[1] ?? "";
  const { waivers } = parseYaml(snippet);
  const values = { image: { customImage: "mirror.example.com/neo4j:5.26.30-enterprise" } };
  const settings = productionSettings({ waivers, neo4j: { license: "yes", values } });
  expect(parse(settings).production).toBe(true);
});

test("every stack that docs/sign-ins.md shows is accepted as it stands", () => {
  const page = readFileSync(new URL("../docs/sign-ins.md", import.meta.url), "utf8");
  const snippets = [...page.matchAll(/```yaml\n(.*?)```/gs)].map(([, text = ""]) => text);
  expect(snippets).toHaveLength(6);
  for (const snippet of snippets) {
    const settings = parseYaml(snippet.replaceAll("neo4j-okta:", ""));
    const isOfPeopleAlone = settings.accounts?.length === 0;
    const others = isOfPeopleAlone ? { groups: undefined } : {};
    expect(parse(validSettings({ ...others, ...settings })).signIns).toHaveLength(1);
  }
});

test("the people that docs/sign-ins.md shows fit the sandbox's Okta", async () => {
  const page = readFileSync(new URL("../docs/sign-ins.md", import.meta.url), "utf8");
  const seed = JSON.parse(/```json\n(.*?)```/s.exec(page)?.[1] ?? "");
  const none = { apps: [], authorizationServers: [], trustedOrigins: [] };
  const okta = new OktaEmulator({ seed: { ...none, ...seed } });
  await okta.start();
  expect([...okta.org.users.values()].map(({ profile }) => profile.login)).toContain(
    "ada@example.com",
  );
  await okta.stop();
});

test("the script that docs/sign-ins.md shows prints the token of the person in its seed", async () => {
  const page = readFileSync(new URL("../docs/sign-ins.md", import.meta.url), "utf8");
  const script = /<<'JS'\n(.*?)\nJS\n/s.exec(page)?.[1] ?? "";
  const example = JSON.parse(readFileSync("sandbox/okta/examples/seed.json", "utf8"));
  const { users } = JSON.parse(/```json\n(.*?)```/s.exec(page)?.[1] ?? "");
  for (const user of users) user.groups = ["analysts"];
  const okta = new OktaEmulator({ seed: { ...example, users } });
  await okta.start();
  const run = mkdtempSync(join(tmpdir(), "docs-"));
  const signIn = {
    issuer: `${okta.org.url}/oauth2/default`,
    clientId: "browser",
    scopes: ["openid", "profile"],
    redirectUris: ["http://localhost:7474/browser/"],
    tokenType: "access_token",
  };
  writeFileSync(join(run, "outputs.json"), JSON.stringify({ access: { signIns: [signIn] } }));
  const node = execFileAsync(process.execPath, ["--input-type=module", "--eval", script], {
    env: { ...process.env, RUN: run },
  });
  const { stdout } = await node.finally(() => okta.stop());
  expect(decodeJwt(stdout.trim())).toMatchObject({ cid: "browser", sub: "ada@example.com" });
  rmSync(run, { recursive: true });
});

test("the stack that docs/database.md shows is accepted, with the chart and the providers that it speaks of", () => {
  const page = readFileSync(new URL("../docs/database.md", import.meta.url), "utf8");
  const snippet = /```yaml\n(.*?)```/s.exec(page)?.[1] ?? "";
  const shown = parseYaml(snippet.replaceAll("neo4j-okta:", ""));
  const settings = validSettings({
    ...shown,
    accounts: [validAccount({ groups: ["analysts"] })],
    signIns: [validSignIn("google")],
    neo4j: {
      license: "eval",
      chart: { version: "2026.6.0" },
      config: { "dbms.security.abac.authorization_providers": "oidc-google" },
    },
  });
  expect(parse(settings).database?.users).toHaveLength(1);
});
