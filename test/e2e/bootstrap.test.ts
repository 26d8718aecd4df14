import { addPeople, pendingChanges } from "@neo4j-okta/sandbox/harness";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { reviewOf } from "../../access/difference/changes.ts";
import { IDENTITIES, type Identity } from "../../access/okta-rights/plan.ts";
import { OktaCaller } from "../../okta-api/caller.ts";
import { OktaApiError } from "../../okta-api/errors.ts";
import { oktaVariables } from "../../okta-api/variables.ts";
import { readPreview } from "../../review/preview.ts";
import { asApp, doctor, findings } from "../doctor/run.ts";
import { Bootstrapped } from "../support/bootstrapped.ts";
import { manage } from "../support/declared-org.ts";
import { createIdentity, takenOneByOne } from "../support/identity.ts";

/**
 * A person makes the three identities once; from then on the stack is deployed, reviewed and proven by them, also when
 * that person has left.
 */
let world: Bootstrapped;

const SETTINGS = {
  authorizationServer: { name: "neo4j", audience: "api://neo4j" },
  groups: { loaders: ["publisher"], readers: ["reader"] },
  accounts: [
    { name: "etl-loader", groups: ["loaders"], credential: "client_secret" },
    { name: "reporting", groups: ["readers"], credential: "client_secret" },
  ],
  signIns: [
    {
      id: "okta",
      provider: "okta",
      browsers: ["http://localhost:7474/browser/"],
      authorizationServer: { name: "people", audience: "api://people" },
      groups: { engineers: ["reader"] },
      createGroups: true,
      createOrigins: false,
    },
  ],
  neo4j: { license: "eval" },
};

beforeAll(async () => {
  world = await Bootstrapped.start();
});

afterAll(() => world?.stop());

/** What Okta says to a call of an identity. */
async function saidTo(identity: Identity, method: string, path: string, body?: unknown) {
  const { scopes = [] } = world.plan.identities[identity] ?? {};
  const access = await oktaVariables(world.toOkta(world.as(identity)), scopes);
  if (typeof access === "string") throw new Error(access);
  const said = await new OktaCaller(access).request(method, path, body).catch((error) => error);
  if (!(said instanceof OktaApiError)) return "allowed";
  return `${said.details.status} ${said.details.errorCode}`;
}

describe("with a person's session, once", () => {
  test("the identities are declared, with what the first deployment needs", async () => {
    // No custom role is allowed to.
    await manage(world.harness.world.okta, "POST", "/api/v1/trustedOrigins", {
      name: "Neo4j Browser",
      origin: "http://localhost:7474",
      scopes: [{ type: "CORS" }, { type: "REDIRECT" }],
    });
    await world.stack.configure(SETTINGS, world.asPerson());
    const first = await world.computed();
    expect(Object.keys(first.identities)).toEqual(["deployer", "reviewer"]);
    await world.declare(first);
    expect(pendingChanges(await world.boot.engine.preview())).toEqual([]);
    const { identities } = await world.boot.engine.outputs();
    expect(identities).toMatchObject({ deployer: { clientId: "prod-deployer" } });
  });

  test("the stack is deployed by its deployer", async () => {
    await world.stack.configure(SETTINGS, world.as("deployer"));
    await world.stack.engine.up().catch((error) => {
      throw new Error(world.printed.slice(-80).join("\n"), { cause: error });
    });
    expect(pendingChanges(await world.stack.engine.preview())).toEqual([]);
  });

  test("the rights are narrowed to what the stack has, and a rotator is added", async () => {
    const second = await world.computed();
    expect(Object.keys(second.identities)).toEqual(["deployer", "reviewer", "rotator"]);
    expect(JSON.stringify(second.identities.deployer)).not.toMatch(
      /"(apps|groups|authorizationServers)"/,
    );
    await world.declare(second);
  });
});

describe("from then on", () => {
  test("the reviewer previews, reviews, compares and proves, and reads no secret", async () => {
    await world.stack.configure(SETTINGS, world.as("reviewer"));
    const review = reviewOf(readPreview(await world.stack.engine.previewJson()));
    expect(review.changes).toEqual([]);
    const compared = await world.drift(world.toOkta(world.as("reviewer")));
    expect(compared.status, compared.out + compared.err).toBe(0);
    const proven = await world.verify(world.toOkta(world.as("reviewer")));
    expect(proven.status, proven.out + proven.err).toBe(0);
    const loader = [...world.harness.world.okta.org.apps.values()].find(
      ({ clientId }) => clientId === "etl-loader",
    );
    const secrets = `/api/v1/apps/${loader?.id}/credentials/secrets`;
    expect(await saidTo("reviewer", "GET", secrets)).toBe("403 E0000006");
    expect(await saidTo("rotator", "GET", secrets)).toBe("allowed");
  });

  test("doctor finds nothing in the way of each identity", async () => {
    for (const identity of IDENTITIES) {
      const run = await doctor(["--plan", "-", "--as", identity, "--okta-only", "--json"], {
        input: JSON.stringify(world.plan),
        environment: world.toOkta(world.as(identity)),
      });
      expect(run.status, run.out).toBe(0);
    }
  });

  test("the deployer touches no other app, gives itself nothing, and reads no secret", async () => {
    const { okta } = world.harness.world;
    const body = {
      name: "oidc_client",
      label: "other",
      signOnMode: "OPENID_CONNECT",
      credentials: { oauthClient: { client_id: "other-app" } },
      settings: {
        oauthClient: {
          application_type: "service",
          grant_types: ["client_credentials"],
          response_types: ["token"],
        },
      },
    };
    const other = await manage(okta, "POST", "/api/v1/apps", body);
    const apps = [...okta.org.apps.values()];
    const id = (clientId: string) => apps.find((one) => one.clientId === clientId)?.id;
    const own = `/api/v1/apps/${id("prod-deployer")}`;
    const set = await manage(okta, "GET", "/api/v1/iam/resource-sets");
    const role = await manage(okta, "GET", "/api/v1/iam/roles");
    const tries: [string, string, unknown?][] = [
      ["GET", `/api/v1/apps/${other.id}`],
      ["PUT", `/api/v1/apps/${other.id}`, { ...body, label: "mine" }],
      ["POST", `/api/v1/apps/${other.id}/lifecycle/deactivate`],
      [
        "POST",
        "/api/v1/apps",
        { ...body, label: "new", credentials: { oauthClient: { client_id: "new-app" } } },
      ],
      ["POST", `/api/v1/apps/${other.id}/credentials/secrets`],
      ["POST", `${own}/grants`, { issuer: okta.url, scopeId: "okta.users.manage" }],
      ["POST", `${own}/credentials/jwks`, world.keys.get("reviewer")?.jwk],
      ["PUT", own, { ...body, label: "prod-deployer" }],
      ["POST", "/oauth2/v1/clients/prod-deployer/roles", { type: "SUPER_ADMIN" }],
      ["POST", `/api/v1/iam/roles/${role.roles[0]?.id}/permissions/okta.users.manage`],
      [
        "PATCH",
        `/api/v1/iam/resource-sets/${set["resource-sets"][0]?.id}/resources`,
        { additions: [`${okta.url}/api/v1/apps`] },
      ],
      ["GET", `/api/v1/apps/${id("etl-loader")}/credentials/secrets`],
      ["GET", "/api/v1/users"],
    ];
    for (const [method, path, sent] of tries) {
      expect(await saidTo("deployer", method, path, sent), `${method} ${path}`).toBe(
        "403 E0000006",
      );
    }
  });

  test("without any one of its rights the reviewer is told, and never that all is well", async () => {
    const { okta } = world.harness.world;
    await addPeople(okta.org, [
      { login: "ada@example.com", password: "Only-for-the-sandbox-1", groups: ["engineers"] },
    ]);
    const reads = async (environment: Record<string, string>) => {
      const compared = await world.drift(environment);
      const proven = await world.verify(environment, "--okta-only", "--person", "ada@example.com");
      return compared.status === 0 && proven.status === 0;
    };
    const { reviewer } = world.plan.identities;
    if (reviewer === undefined) throw new Error("no reviewer");
    expect(await reads(world.toOkta(world.as("reviewer")))).toBe(true);
    for (const [index, { what, kind, left }] of takenOneByOne(reviewer).entries()) {
      const app = await createIdentity(okta, `reviewer-${index}`, left);
      expect(await reads(asApp(okta, app)), `${kind} ${what}`).toBe(false);
    }
  });

  test("without any one of its rights the rotator cannot change each account's secret", async () => {
    const { okta } = world.harness.world;
    const apps = [...okta.org.apps.values()].filter(({ clientId }) =>
      SETTINGS.accounts.some(({ name }) => name === clientId),
    );
    const rotates = async (environment: Record<string, string>, scopes: readonly string[]) => {
      const access = await oktaVariables(environment, scopes);
      if (typeof access === "string") throw new Error(access);
      const caller = new OktaCaller(access);
      for (const { id } of apps) {
        const path = `/api/v1/apps/${id}/credentials/secrets`;
        await caller.request("GET", path);
        const made = (await caller.request("POST", path)) as { id: string };
        await caller.request("POST", `${path}/${made.id}/lifecycle/deactivate`);
        await caller.request("DELETE", `${path}/${made.id}`);
      }
    };
    const { rotator } = world.plan.identities;
    if (rotator === undefined) throw new Error("no rotator");
    await rotates(world.toOkta(world.as("rotator")), rotator.scopes);
    for (const [index, { what, kind, left }] of takenOneByOne(rotator).entries()) {
      const app = await createIdentity(okta, `rotator-${index}`, left);
      await expect(rotates(asApp(okta, app), rotator.scopes), `${kind} ${what}`).rejects.toThrow(
        OktaApiError,
      );
    }
  });

  test("the person leaves: the deployer goes on, and that person's token does not", async () => {
    const { okta } = world.harness.world;
    await manage(okta, "POST", `/api/v1/users/${okta.org.adminId}/lifecycle/deactivate`);
    const change = { ...SETTINGS, tokenLifetimeMinutes: 30 };
    await world.stack.configure(change, world.as("deployer"));
    expect((await world.stack.engine.up()).update).toBeGreaterThan(0);
    await world.stack.configure(SETTINGS, world.asPerson());
    const first = world.printed.length;
    await expect(world.stack.engine.up()).rejects.toThrow(/pulumi up failed/);
    expect(world.printed.slice(first).join("\n")).toContain("Invalid token provided");
    const run = await doctor(["--plan", "-", "--okta-only", "--json"], {
      input: JSON.stringify(world.plan),
      environment: world.toOkta(world.asPerson()),
    });
    const told = findings(run).filter(({ status }) => status === "failed");
    expect(told.map(({ found }) => found).join()).toContain("Okta does not take the token");
  });

  test("no private key and no token was printed", () => {
    const all = world.printed.join("\n");
    for (const { privateKey } of world.keys.values()) {
      expect(all).not.toContain(privateKey.split("\n")[1]);
    }
    expect(all).not.toContain(world.harness.world.okta.apiToken);
  });
});
