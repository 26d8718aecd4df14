import { addPeople, OktaEmulator } from "@neo4j-okta/sandbox/okta";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Identity, Plan, Privilege } from "../../access/okta-rights/plan.ts";
import { appBody, manage } from "../support/declared-org.ts";
import { createIdentity, takenOneByOne } from "../support/identity.ts";
import type { ServiceAppKey } from "../support/service-app.ts";
import { asApp, doctor, findings } from "./run.ts";

/** Every right of a plan is taken away by itself: doctor names that one, and nothing else. */
const okta = new OktaEmulator();
let ids: Record<"loader" | "reporting" | "server" | "found" | "other", string>;

beforeAll(async () => {
  await okta.start();
  const app = async (name: string) =>
    (await manage(okta, "POST", "/api/v1/apps", appBody({ name, groups: ["g"] }))).id;
  const group = async (name: string) =>
    (await manage(okta, "POST", "/api/v1/groups", { profile: { name } })).id;
  await addPeople(okta.org, [{ login: "ada@example.com", password: "Only-for-the-sandbox-1" }]);
  const server = await manage(okta, "POST", "/api/v1/authorizationServers", {
    name: "neo4j",
    audiences: ["api://neo4j"],
  });
  ids = {
    loader: await app("etl-loader"),
    reporting: await app("reporting"),
    server: server.id,
    found: await group("engineers"),
    other: await group("collaborators"),
  };
});

afterAll(() => okta.stop());

/** A stack that is deployed: nothing is to be created. */
function exact(): Record<Identity, Privilege> {
  const apps = [`apps/${ids.loader}`, `apps/${ids.reporting}`];
  return {
    deployer: {
      scopes: [
        "okta.apps.manage",
        "okta.authorizationServers.manage",
        "okta.groups.read",
        "okta.policies.read",
      ],
      assignments: [
        {
          role: "assign",
          permissions: ["okta.groups.appAssignment.manage"],
          resources: [`groups/${ids.found}`],
        },
        {
          role: "manage",
          permissions: ["okta.apps.manage", "okta.authzServers.manage", "okta.policies.read"],
          resources: [...apps, `authorizationServers/${ids.server}`],
        },
        { role: "read", permissions: ["okta.groups.read"], resources: [`groups/${ids.found}`] },
      ],
    },
    reviewer: {
      scopes: [
        "okta.apps.read",
        "okta.authorizationServers.read",
        "okta.groups.read",
        "okta.users.read",
      ],
      assignments: [
        {
          role: "read",
          permissions: [
            "okta.apps.read",
            "okta.authzServers.read",
            "okta.groups.read",
            "okta.users.read",
          ],
          resources: ["apps", `authorizationServers/${ids.server}`, "groups", "users"],
        },
      ],
    },
    rotator: {
      scopes: ["okta.apps.manage"],
      assignments: [
        { role: "manage", permissions: ["okta.apps.manage"], resources: apps },
        {
          role: "secrets",
          permissions: ["okta.apps.clientCredentials.read"],
          resources: [`apps/${ids.loader}`],
        },
      ],
    },
  };
}

/** A stack that is to be created, groups and all. */
function creating(): Privilege {
  return {
    scopes: ["okta.apps.manage", "okta.authorizationServers.manage", "okta.groups.manage"],
    assignments: [
      {
        role: "manage",
        permissions: ["okta.apps.manage", "okta.authzServers.manage", "okta.groups.manage"],
        resources: ["apps", "authorizationServers", "groups"],
      },
    ],
  };
}

/** Every object of the org, field by field. */
function everything(): object {
  const { now: _now, systemLog: _systemLog, groupAssignments, ...objects } = okta.org;
  const assigned = [...groupAssignments].filter(([, groups]) => groups.size > 0);
  return structuredClone({ ...objects, assigned });
}

let made = 0;

async function looked(identity: Identity, wanted: Privilege, has: Privilege) {
  made += 1;
  const app = await createIdentity(okta, `identity-${made}`, has);
  return lookedAs(app, identity, wanted);
}

async function lookedAs(app: ServiceAppKey, identity: Identity, wanted: Privilege) {
  const plan: Plan = { version: 1, stack: "prod", identities: { [identity]: wanted } };
  const first = okta.log.entries.length;
  const run = await doctor(["--plan", "-", "--as", identity, "--okta-only", "--json"], {
    input: JSON.stringify(plan),
    environment: asApp(okta, app),
  });
  const requests = okta.log.entries.slice(first);
  return { run, requests, failed: findings(run).filter(({ status }) => status === "failed") };
}

describe.each([
  ["deployer", () => exact().deployer],
  ["reviewer", () => exact().reviewer],
  ["rotator", () => exact().rotator],
  ["deployer", creating],
] as const)("the %s", (identity, privilege) => {
  test("with all of its rights is fine, and Okta was asked seldom and changed nowhere", async () => {
    made += 1;
    const app = await createIdentity(okta, `identity-${made}`, privilege());
    const before = everything();
    const { run, requests } = await lookedAs(app, identity, privilege());
    expect(everything()).toEqual(before);
    expect(run.err).toBe("");
    expect(run.status, run.out).toBe(0);
    expect(requests.length).toBeLessThanOrEqual(25);
  });

  test("without one of them is told exactly that one", async () => {
    const cases = takenOneByOne(privilege());
    expect(cases.length).toBeGreaterThan(3);
    for (const { what, kind, left } of cases) {
      const { run, failed, requests } = await looked(identity, privilege(), left);
      expect(run.status, `${kind} ${what}: ${run.out}`).toBe(1);
      expect(failed, `${kind} ${what}`).toHaveLength(1);
      expect(failed[0]?.found, `${kind} ${what}`).toContain(what);
      expect(requests.length).toBeLessThanOrEqual(25);
    }
  });
});
