import { OktaEmulator } from "@neo4j-okta/sandbox/okta";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Privilege } from "../../access/okta-rights/plan.ts";
import { appBody, manage } from "../support/declared-org.ts";
import { createIdentity } from "../support/identity.ts";
import { asApp, doctor, findings } from "./run.ts";

const okta = new OktaEmulator();
let app: string;
let made = 0;

beforeAll(async () => {
  await okta.start();
  app = (await manage(okta, "POST", "/api/v1/apps", appBody({ name: "etl-loader", groups: [] })))
    .id;
});

afterAll(() => okta.stop());

async function looked(
  privilege: Privilege,
  variables: Record<string, string> = {},
  has: Privilege = privilege,
) {
  made += 1;
  const identity = await createIdentity(okta, `identity-${made}`, has);
  const plan = { version: 1, stack: "prod", identities: { deployer: privilege } };
  const run = await doctor(["--plan", "-", "--okta-only", "--json"], {
    input: JSON.stringify(plan),
    environment: { ...asApp(okta, identity), ...variables },
  });
  const told = findings(run).filter(({ id }) => /permission|scope|answer|resource/.test(id));
  return { status: run.status, told };
}

function privilege(
  scopes: Privilege["scopes"],
  permissions: Privilege["assignments"][number]["permissions"],
  resources: string[],
): Privilege {
  return { scopes, assignments: [{ role: "manage", permissions, resources }] };
}

test.each([
  ["okta.policies.manage", "okta.policies.manage", "okta.policies.manage"],
  ["okta.groups.manage", "okta.groups.members.manage", "okta.groups.members.manage on groups"],
  [
    "okta.apps.manage",
    "okta.groups.appAssignment.manage",
    "okta.groups.appAssignment.manage on groups",
  ],
] as const)(
  "what no harmless call tells of %s and %s is not called allowed",
  async (scope, permission, what) => {
    const { status, told } = await looked(privilege([scope], [permission], ["groups"]));
    expect(told).toEqual([
      {
        id: "okta.permission",
        status: "not-looked-at",
        what,
        found: "no call tells it that changes nothing",
      },
    ]);
    expect(status).toBe(3);
  },
);

test("a permission that is held on nothing lacks its kind of resources", async () => {
  const wanted = privilege(
    ["okta.apps.manage", "okta.authorizationServers.manage"],
    ["okta.apps.manage", "okta.authzServers.manage"],
    [`apps/${app}`],
  );
  const { status, told } = await looked(wanted);
  expect(status).toBe(1);
  expect(told.map(({ found }) => found)).toEqual([
    "allowed",
    "the resource set of role manage lacks authorizationServers, or the org does",
  ]);
});

test("the roles of administrators are asked for by their own list", async () => {
  const wanted = privilege(["okta.roles.read"], ["okta.iam.read"], ["apps"]);
  expect((await looked(wanted)).told).toMatchObject([{ status: "ok", what: "okta.iam.read" }]);
  const without = privilege(["okta.roles.read"], ["okta.apps.read"], ["apps"]);
  const { status, told } = await looked(wanted, {}, without);
  expect(status).toBe(1);
  expect(told[0]?.found).toContain("role manage lacks okta.iam.read");
});

test("a group that was deleted is told, though the right over it is there", async () => {
  const group = await manage(okta, "POST", "/api/v1/groups", { profile: { name: "gone" } });
  const wanted = privilege(
    ["okta.apps.manage"],
    ["okta.apps.manage", "okta.groups.appAssignment.manage"],
    [`apps/${app}`, `groups/${group.id}`],
  );
  const has = {
    ...wanted,
    assignments: [{ ...wanted.assignments[0], resources: ["apps", "groups"] }],
  };
  expect((await looked(wanted, {}, has as Privilege)).status).toBe(0);
  await manage(okta, "DELETE", `/api/v1/groups/${group.id}`);
  const { status, told } = await looked(wanted, {}, has as Privilege);
  expect(status).toBe(1);
  expect(told.at(-1)?.found).toContain("The org has no such object");
});

test("OKTA_API_SCOPES that leaves a scope out is told, and one that has more is not", async () => {
  const wanted = privilege(["okta.apps.read"], ["okta.apps.read"], [`apps/${app}`]);
  const { status, told } = await looked(wanted, { OKTA_API_SCOPES: "okta.groups.read" });
  expect(status).toBe(1);
  expect(told).toEqual([
    {
      id: "okta.scope",
      status: "failed",
      what: "a token",
      found: "OKTA_API_SCOPES does not have the scope okta.apps.read",
      fix: "add it there, or unset OKTA_API_SCOPES",
    },
  ]);
  const more = { OKTA_API_SCOPES: "okta.apps.read,okta.groups.read" };
  expect((await looked(wanted, more)).status).toBe(0);
});
