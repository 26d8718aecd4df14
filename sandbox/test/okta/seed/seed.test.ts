import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { decodeJwt } from "jose";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { OktaEmulator } from "../../../okta/emulator.ts";
import { readSeed } from "../../../okta/seed/file.ts";
import { seedJsonSchema } from "../../../okta/seed/json-schema.ts";
import { signIn } from "../../../okta/visitor.ts";
import { serviceApp, startOkta } from "../support.ts";

const EXAMPLE = new URL("../../../okta/examples/seed.json", import.meta.url);
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "okta-seed-"));
});
afterAll(() => rm(folder, { recursive: true }));

/** A seed file with this in it. */
async function seedFile(contents: unknown): Promise<string> {
  const file = join(folder, `${Math.random()}.json`);
  await writeFile(file, typeof contents === "string" ? contents : JSON.stringify(contents));
  return file;
}

async function seeded(contents: unknown) {
  return startOkta({ seed: await readSeed(await seedFile(contents)) });
}

const rule = (groups: object, users: object = {}) => ({
  type: "RESOURCE_ACCESS",
  name: "rule",
  conditions: {
    grantTypes: { include: ["client_credentials"] },
    people: { groups, users },
    scopes: { include: ["*"] },
  },
  actions: { token: {} },
});
const policy = (client: string, rules: object[]) => ({
  type: "OAUTH_AUTHORIZATION_POLICY",
  name: "policy",
  description: "d",
  conditions: { clients: { include: [client] } },
  rules,
});

describe("a seeded org", () => {
  test("has all of the example, and gives the fixed secret a token with the claim", async () => {
    const { okta, admin } = await seeded(await readFile(EXAMPLE, "utf8"));
    const answer = await fetch(`${okta.url}/oauth2/default/v1/token`, {
      method: "POST",
      headers: {
        authorization: `Basic ${btoa("reports:a-fixed-secret-of-the-example")}`,
      },
      body: new URLSearchParams({ grant_type: "client_credentials", scope: "reports.read" }),
    });
    const { access_token: token } = (await answer.json()) as { access_token: string };
    const claims = JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString());
    expect(claims).toMatchObject({ aud: "api://reports", cid: "reports", team: "analytics" });
    const [app] = (await admin.get("/api/v1/apps")).body;
    const [assigned] = (await admin.get(`/api/v1/apps/${app.id}/groups`)).body;
    const group = (await admin.get(`/api/v1/groups/${assigned.id}`)).body;
    expect(group.profile.name).toBe("analysts");
    expect((await admin.get("/api/v1/authorizationServers")).body).toHaveLength(1);
    expect(okta.log.entries.filter(({ method }) => method !== "GET")).toHaveLength(1);
  });

  test("lets the example's person sign in", async () => {
    const { okta } = await seeded(await readFile(EXAMPLE, "utf8"));
    const { access_token } = await signIn({
      ...{ issuer: `${okta.url}/oauth2/default`, clientId: "browser" },
      redirectUri: "http://localhost:7474/browser/",
      ...{ scope: "openid profile", login: "ada@example.com", password: "A-fixed-Password-1" },
    });
    const claims = { sub: "ada@example.com", groups: ["analysts"], aud: "api://reports" };
    expect(decodeJwt(access_token)).toMatchObject(claims);
  });

  test("takes what Okta itself answered, inactive apps and servers of its own", async () => {
    const { admin: source } = await startOkta();
    await source.post("/api/v1/apps?activate=false", serviceApp("copied", "copied-app"));
    const [app] = (await source.get("/api/v1/apps")).body;
    const server = { name: "own", audiences: ["api://own"], policies: [policy("ALL_CLIENTS", [])] };
    const { admin } = await seeded({ apps: [app], authorizationServers: [server] });
    const [copy] = (await admin.get("/api/v1/apps")).body;
    expect(copy).toMatchObject({ label: "copied", status: "INACTIVE" });
    expect(copy.id).not.toBe(app.id);
    const servers = (await admin.get("/api/v1/authorizationServers")).body;
    expect(servers.map(({ name }: { name: string }) => name)).toEqual(["default", "own"]);
  });

  test("names groups in rules in place of their ids", async () => {
    const groups = [{ profile: { name: "in" } }, { profile: { name: "out" } }];
    const rules = [rule({ include: ["in", "EVERYONE"], exclude: ["out"] })];
    const server = { name: "default", audiences: ["a"], policies: [policy("ALL_CLIENTS", rules)] };
    const { okta, admin } = await seeded({ groups, authorizationServers: [server] });
    const [stored] = [...okta.org.authorizationServers.values()][0]?.policies[0]?.rules ?? [];
    const known = (await admin.get("/api/v1/groups")).body as { id: string; profile: object }[];
    const idOf = (name: string) =>
      known.find(({ profile }) => "name" in profile && profile.name === name)?.id;
    expect(stored?.conditions.people.groups).toEqual({
      include: [idOf("in"), "EVERYONE"],
      exclude: [idOf("out")],
    });
  });
});

describe("people of a seed", () => {
  const person = (login: string, further: object = {}) => ({
    profile: { login, email: login, firstName: "Ada", lastName: "Byron" },
    credentials: { password: { value: "Correct-Horse-1" } },
    ...further,
  });

  test("are in their groups, use their apps and are named in rules", async () => {
    const server = {
      ...{ name: "default", audiences: ["a"] },
      policies: [policy("ALL_CLIENTS", [rule({ include: ["in"] }, { include: ["ada@e.com"] })])],
    };
    const { okta, admin } = await seeded({
      groups: [{ profile: { name: "in" } }],
      users: [
        person("ada@e.com", { groups: ["in"] }),
        person("eve@e.com", { status: "SUSPENDED" }),
        person("new@e.com", { status: "STAGED" }),
        person("old@e.com", { status: "DEPROVISIONED" }),
      ],
      apps: [{ ...serviceApp("a"), users: ["ada@e.com"] }],
      authorizationServers: [server],
      trustedOrigins: [{ name: "b", origin: "http://localhost:7474", scopes: [{ type: "CORS" }] }],
    });
    const status = async (login: string) => (await admin.get(`/api/v1/users/${login}`)).body.status;
    expect(
      await Promise.all(["ada@e.com", "eve@e.com", "new@e.com", "old@e.com"].map(status)),
    ).toEqual(["ACTIVE", "SUSPENDED", "STAGED", "DEPROVISIONED"]);
    const ada = (await admin.get("/api/v1/users/ada@e.com")).body.id;
    const groups = (await admin.get(`/api/v1/users/${ada}/groups`)).body;
    expect(groups.map(({ profile }: { profile: { name: string } }) => profile.name)).toEqual([
      ...["Everyone", "in"],
    ]);
    const [app] = (await admin.get("/api/v1/apps")).body;
    const users = (await admin.get(`/api/v1/apps/${app.id}/users`)).body;
    expect(users).toMatchObject([{ id: ada, scope: "USER" }]);
    const [stored] = [...okta.org.authorizationServers.values()][0]?.policies[0]?.rules ?? [];
    expect(stored?.conditions.people.users.include).toEqual([ada]);
    expect((await admin.get("/api/v1/trustedOrigins")).body).toHaveLength(1);
  });

  test.each([
    [
      { users: [person("x@e.com", { groups: ["nobody"] })] },
      "users.0: Api validation failed: groupIds",
    ],
    [{ users: [person("login")] }, "users.0: Api validation failed: profile.login"],
    [
      { apps: [{ ...serviceApp("a"), users: ["nobody"] }] },
      "apps.0.users: Not found: Resource not found: nobody (User)",
    ],
    [
      { trustedOrigins: [{ name: "b", origin: "http://a/b", scopes: [{ type: "CORS" }] }] },
      "trustedOrigins.0: Api validation failed: origin",
    ],
  ])("are refused by the endpoint that would make them: %j", async (contents, problem) => {
    const okta = new OktaEmulator({ seed: await readSeed(await seedFile(contents)) });
    const error = await okta.start().catch((thrown: Error) => thrown);
    expect((error as Error).message).toContain(`The seed does not fit the org: ${problem}`);
    expect((error as Error).message).not.toContain("Correct-Horse-1");
  });
});

describe("a seed is refused", () => {
  const secret = "a-secret-that-is-not-shown";
  const withSecret = {
    ...serviceApp("a"),
    credentials: { oauthClient: { client_secret: secret, client_id: "x" } },
  };
  test.each([
    ["text that is no JSON", `{"apps": "${secret}`, "is not JSON"],
    ["an unknown field", { app: [] }, "the file: unknown field: app"],
    ["a list that is none", { apps: {} }, "apps: Invalid input: expected array, received object"],
    ["a server without a name", { authorizationServers: [{}] }, "authorizationServers.0.name: "],
  ])("before the start: %s", async (_what, contents, problem) => {
    const file = await seedFile(contents);
    const error = await readSeed(file).catch((thrown: Error) => thrown);
    expect(error).toMatchObject({ code: "seed-invalid", exitCode: 2 });
    expect((error as Error).message).toContain(`Seed file ${file}: ${problem}`);
    expect((error as Error).message).not.toContain(secret);
  });

  test.each([
    [{ groups: [{}] }, "groups.0: Api validation failed: profile"],
    [{ apps: [withSecret] }, "apps.0: Api validation failed: credentials.oauthClient.client_id"],
    [
      { apps: [{ ...serviceApp("a"), groups: ["nobody"] }] },
      "apps.0.groups: Not found: Resource not found: nobody (UserGroup)",
    ],
    [
      { authorizationServers: [{ name: "n", audiences: [] }] },
      "authorizationServers.0: Api validation failed: audiences",
    ],
    [
      { authorizationServers: [{ name: "n", audiences: ["a"], scopes: [{ name: "a b" }] }] },
      "authorizationServers.0.scopes.0: Api validation failed: name",
    ],
    [
      { authorizationServers: [{ name: "n", audiences: ["a"], claims: [{ name: "c" }] }] },
      "authorizationServers.0.claims.0: Api validation failed: claimType",
    ],
    [
      { authorizationServers: [{ name: "n", audiences: ["a"], policies: [policy("x", [])] }] },
      "authorizationServers.0.policies.0: Api validation failed: conditions.clients.include",
    ],
    [
      {
        authorizationServers: [
          {
            name: "n",
            audiences: ["a"],
            policies: [policy("ALL_CLIENTS", [rule({ include: ["x"] })])],
          },
        ],
      },
      "authorizationServers.0.policies.0.rules.0: Api validation failed: conditions.people.groups.include",
    ],
  ])("by the endpoint that would make it: %j", async (contents, problem) => {
    const okta = new OktaEmulator({ seed: await readSeed(await seedFile(contents)) });
    const error = await okta.start().catch((thrown: Error) => thrown);
    expect(error).toMatchObject({ code: "seed-invalid", exitCode: 2 });
    expect((error as Error).message).toContain(`The seed does not fit the org: ${problem}`);
    expect((error as Error).message).not.toContain(secret);
    expect(() => okta.url).toThrow(expect.objectContaining({ code: "not-started" }));
  });

  test("with authorization servers in an org that has none", async () => {
    const seed = await readSeed(EXAMPLE.pathname);
    await expect(
      new OktaEmulator({ seed, apiAccessManagement: false }).start(),
    ).rejects.toMatchObject({ code: "seed-invalid" });
  });
});

describe("the published schema", () => {
  test("is current; write it with `npm run docs`", async () => {
    const published = new URL("../../../okta/seed.schema.json", import.meta.url);
    const current = `${JSON.stringify(seedJsonSchema(), null, 2)}\n`;
    expect(await readFile(published, "utf8")).toBe(current);
  });

  test("takes the example, and not one with a misspelled field", async () => {
    const schema = z.fromJSONSchema(seedJsonSchema() as Parameters<typeof z.fromJSONSchema>[0]);
    const example = JSON.parse(await readFile(EXAMPLE, "utf8"));
    expect(schema.safeParse(example).success).toBe(true);
    example.apps[0].lable = "x";
    expect(schema.safeParse(example).success).toBe(false);
  });
});
