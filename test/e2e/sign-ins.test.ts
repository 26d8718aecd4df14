import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { addPeople } from "@neo4j-okta/sandbox/harness";
import { signIn } from "@neo4j-okta/sandbox/okta";
import neo4j from "neo4j-driver";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { AccessContract, AccountCredentials } from "../../access/contract.ts";
import { reviewOf } from "../../access/difference/changes.ts";
import { readPreview } from "../../review/preview.ts";
import { main as verify } from "../../verify/main.ts";
import type { Report } from "../../verify/report.ts";
import { captured } from "../support/captured.ts";
import { type Rehearsal, startRehearsal } from "../support/rehearsal.ts";

/** Services first, then people beside them, people alone, and a service again: nobody's roles change but the newcomers'. */
let rehearsal: Rehearsal;

const BROWSER = "http://localhost:7474/browser/";
const PASSWORD = "Only-for-the-sandbox-1";
const loader = { name: "etl-loader", groups: ["loaders"], credential: "client_secret" };
const reports = { name: "reporting", groups: ["readers"], credential: "client_secret" };
const SIGN_INS = [
  {
    id: "okta",
    provider: "okta",
    browsers: [BROWSER],
    authorizationServer: { name: "people", audience: "api://people" },
    // A group of the services' name: it must stand for nothing but its own mapping.
    groups: { engineers: ["publisher"], readers: ["editor"] },
    createGroups: true,
  },
  {
    id: "okta-id",
    provider: "okta",
    tokenType: "id_token",
    browsers: [BROWSER],
    groups: { engineers: ["reader"] },
  },
];

function settings(accounts: unknown[], signIns: unknown[]) {
  return {
    authorizationServer: { name: "neo4j", audience: "api://neo4j" },
    groups: accounts.length === 0 ? {} : { loaders: ["publisher"], readers: ["reader"] },
    accounts,
    signIns,
    neo4j: { license: "eval" },
  };
}

async function access(): Promise<AccessContract> {
  return (await rehearsal.engine.outputs()).access as AccessContract;
}

/** The roles that Neo4j gives to a token, without PUBLIC; how it refuses one. */
async function rolesOf(token: string): Promise<unknown> {
  const { host, port } = await rehearsal.world.reach.endpoint("neo4j", "neo4j", 7687);
  const driver = neo4j.driver(`bolt://${host}:${port}`, neo4j.auth.bearer(token));
  try {
    const { records } = await driver.executeQuery("SHOW CURRENT USER YIELD user, roles");
    const [user, roles] = [records[0]?.get("user"), records[0]?.get("roles") as string[]];
    return { user, roles: roles.filter((role) => role !== "PUBLIC") };
  } catch (error) {
    return (error as { code?: string }).code;
  } finally {
    await driver.close();
  }
}

/** What npm run review says of whom these settings leave alone. */
async function leftAlone(next: Record<string, unknown>): Promise<string[] | undefined> {
  return reviewOf(readPreview(await rehearsal.previewJson(next))).unaffected;
}

async function serviceToken(account: string): Promise<string> {
  const { tokenEndpoint, scope } = await access();
  const credentials = (await rehearsal.engine.outputs()).credentials as AccountCredentials;
  const { clientId = "", clientSecret = "" } = credentials[account] ?? {};
  const response = await fetch(tokenEndpoint, {
    method: "POST",
    headers: {
      authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString("base64")}`,
    },
    body: new URLSearchParams({ grant_type: "client_credentials", scope }),
  });
  return ((await response.json()) as { access_token: string }).access_token;
}

async function personToken(id: string, login: string): Promise<string> {
  const found = (await access()).signIns?.find((signIn) => signIn.id === id);
  if (found === undefined) throw new Error(`no sign-in ${id}`);
  const { issuer = "", clientId, redirectUris, scopes, tokenType } = found;
  const [redirectUri = ""] = redirectUris;
  const request = { issuer, clientId, redirectUri, scope: scopes.join(" "), login };
  const tokens = await signIn({ ...request, password: PASSWORD });
  return (tokenType === "id_token" ? tokens.id_token : tokens.access_token) ?? "";
}

/** As `npm run verify` does it. */
async function verified(): Promise<Report> {
  const { okta, reach } = rehearsal.world;
  const at = async (port: number) => {
    const { host, port: here } = await reach.endpoint("neo4j", "neo4j", port);
    return `${host}:${here}`;
  };
  const uris = ["--bolt-uri", `bolt://${await at(7687)}`, "--http-uri", `http://${await at(7474)}`];
  const contract = join(rehearsal.directory, "outputs.json");
  await writeFile(contract, JSON.stringify(await rehearsal.engine.outputs()));
  let report: Report | undefined;
  await captured((streams) =>
    verify(["--contract", contract, ...uris, "--okta-api", "--break-glass"], {
      ...streams,
      environment: { OKTA_ORG_URL: okta.url, OKTA_ACCESS_TOKEN: okta.accessToken },
      report: async (made) => {
        report = made;
      },
    }),
  );
  if (report === undefined) throw new Error("verify made no report");
  return report;
}

beforeAll(async () => {
  rehearsal = await startRehearsal();
  await rehearsal.apply(settings([loader], []));
});

afterAll(() => rehearsal?.stop());

describe("people beside services", () => {
  test("are added without a change of any service's roles, and the program converges", async () => {
    const before = await rolesOf(await serviceToken("etl-loader"));
    expect(before).toEqual({ user: "etl-loader", roles: ["publisher"] });
    expect(await leftAlone(settings([loader], SIGN_INS))).toEqual([
      "Nobody else's roles change: 1 account keeps its own, since each provider of Neo4j has a mapping of its own, and that of okta-backend stays as it is",
      "Neo4j restarts, which ends their sessions and changes no role",
    ]);
    const { pending, changes } = await rehearsal.apply(settings([loader], SIGN_INS));
    expect(pending).toEqual([]);
    expect(changes.delete ?? 0).toBe(0);
    expect(await rolesOf(await serviceToken("etl-loader"))).toEqual(before);
    await addPeople(rehearsal.world.okta.org, [
      { login: "ada@example.com", password: PASSWORD, groups: ["engineers"] },
      { login: "eve@example.com", password: PASSWORD, groups: ["readers"] },
      { login: "joe@example.com", password: PASSWORD },
    ]);
  });

  test("have the roles of their groups, with an access token and with an ID token", async () => {
    expect(await rolesOf(await personToken("okta", "ada@example.com"))).toEqual({
      user: "ada@example.com",
      roles: ["publisher"],
    });
    expect(await rolesOf(await personToken("okta-id", "ada@example.com"))).toMatchObject({
      roles: ["reader"],
    });
  });

  test("are proven by verify, with Okta's objects and Neo4j's settings read back", async () => {
    const report = await verified();
    expect(report.proof).toBe("proven");
    expect(report.signIns?.map(({ id, proof }) => [id, proof])).toEqual([
      ["okta", "proven"],
      ["okta-id", "proven"],
    ]);
    const ofOkta = report.outcomes.filter(({ signIn }) => signIn === "okta");
    expect(ofOkta.filter(({ status }) => status !== "passed").map(({ check }) => check)).toEqual([
      ...["person.active", "person.groups", "person.local_user", "person.token", "person.roles"],
    ]);
  });

  test("get nothing of a services' group of the same name", async () => {
    expect(await rolesOf(await personToken("okta", "eve@example.com"))).toEqual({
      user: "eve@example.com",
      roles: ["editor"],
    });
  });

  test("get no token without a mapped group, or by another sign-in's app", async () => {
    await expect(personToken("okta", "joe@example.com")).rejects.toThrow(
      /access_denied: User is not assigned to the client application/,
    );
    await expect(personToken("okta-id", "eve@example.com")).rejects.toThrow(/access_denied/);
  });

  test("keep their roles when the last service goes, whose token opens nothing any more", async () => {
    const [eve, service] = [
      await personToken("okta", "eve@example.com"),
      await serviceToken("etl-loader"),
    ];
    const before = await rolesOf(eve);
    const { pending } = await rehearsal.apply(settings([], SIGN_INS));
    expect(pending).toEqual([]);
    expect(await rolesOf(eve)).toEqual(before);
    expect(await rolesOf(service)).toBe("Neo.ClientError.Security.Unauthorized");
  });

  test("keep their roles when the first service is added; it has its own", async () => {
    const before = await rolesOf(await personToken("okta-id", "ada@example.com"));
    expect(await leftAlone(settings([reports], SIGN_INS))).toEqual([
      "Nobody else's roles change: 3 groups of people keep theirs, since each provider of Neo4j has a mapping of its own, and those of okta and okta-id stay as they are",
      "Neo4j restarts, which ends their sessions and changes no role",
    ]);
    const { pending } = await rehearsal.apply(settings([reports], SIGN_INS));
    expect(pending).toEqual([]);
    expect(await rolesOf(await personToken("okta-id", "ada@example.com"))).toEqual(before);
    expect(await rolesOf(await serviceToken("reporting"))).toEqual({
      user: "reporting",
      roles: ["reader"],
    });
  });

  test("are gone with their sign-in, and so is every object at Okta that was made for it", async () => {
    const token = await personToken("okta", "ada@example.com");
    await rehearsal.apply(settings([reports], []));
    expect(await rolesOf(token)).toBe("Neo.ClientError.Security.Unauthorized");
    const { org } = rehearsal.world.okta;
    expect([...org.apps.values()].map(({ label }) => label)).toEqual(["reporting"]);
    expect(org.trustedOrigins.size).toBe(0);
  });
});
