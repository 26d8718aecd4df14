import { OktaEmulator } from "@neo4j-okta/sandbox/okta";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Identity, Privilege } from "../../access/okta-rights/plan.ts";
import { appBody, manage } from "../support/declared-org.ts";
import { createIdentity } from "../support/identity.ts";
import { asApp, doctor, findings } from "./run.ts";

/** What one object has is not what all have. */
const okta = new OktaEmulator();
let apps: string[];
let made = 0;

beforeAll(async () => {
  await okta.start();
  apps = [];
  for (const name of ["a", "b", "c", "d", "e"]) {
    const { id } = await manage(
      okta,
      "POST",
      "/api/v1/apps",
      appBody({ name: `account-${name}`, groups: [] }),
    );
    apps.push(`apps/${id}`);
  }
});

afterAll(() => okta.stop());

const one = (
  role: string,
  permission: Privilege["assignments"][number]["permissions"][number],
  resources: string[],
) => ({ role, permissions: [permission], resources });

async function looked(
  identity: Identity,
  wanted: Privilege["assignments"],
  has: Privilege["assignments"],
) {
  made += 1;
  const scopes: Privilege["scopes"] = ["okta.apps.manage"];
  const key = await createIdentity(okta, `identity-${made}`, { scopes, assignments: has });
  const identities = { [identity]: { scopes, assignments: wanted } };
  const run = await doctor(["--plan", "-", "--as", identity, "--okta-only", "--json"], {
    input: JSON.stringify({ version: 1, stack: "prod", identities }),
    environment: asApp(okta, key),
  });
  return { status: run.status, told: findings(run).filter(({ status }) => status !== "ok") };
}

test.each([
  ["all apps", () => ["apps"]],
  ["the same apps", () => apps.slice(0, 3)],
])(
  "an app that a right to read %s shows is asked for by the right to change it",
  async (_name, readable) => {
    const { status, told } = await looked(
      "deployer",
      [one("manage", "okta.apps.manage", apps.slice(0, 3))],
      [
        one("manage", "okta.apps.manage", apps.slice(0, 1)),
        one("read", "okta.apps.read", readable()),
      ],
    );
    expect(status).toBe(1);
    expect(told).toMatchObject([
      {
        id: "okta.permission",
        status: "failed",
        what: `okta.apps.manage on ${apps[1]}`,
        found: expect.stringContaining(`or its resource set ${apps[1]}`),
      },
    ]);
  },
);

test("secrets are asked for app by app", async () => {
  const manages = one("manage", "okta.apps.manage", apps);
  const secrets = (of: string[]) => one("secrets", "okta.apps.clientCredentials.read", of);
  const wanted = [manages, secrets(apps)];
  const { status, told } = await looked("rotator", wanted, [manages, secrets(apps.slice(0, 3))]);
  expect(status).toBe(1);
  expect(told).toMatchObject([
    { status: "failed", what: `okta.apps.clientCredentials.read on ${apps[3]}` },
  ]);
  expect(await looked("rotator", wanted, wanted)).toEqual({ status: 0, told: [] });
});

test("secrets of all apps are not told by those of one", async () => {
  const wanted = [
    one("manage", "okta.apps.manage", ["apps"]),
    one("secrets", "okta.apps.clientCredentials.read", ["apps", ...apps.slice(0, 1)]),
  ];
  const { status, told } = await looked("rotator", wanted, wanted);
  expect(status).toBe(3);
  expect(told).toMatchObject([
    { status: "not-looked-at", found: "no call tells it that changes nothing" },
  ]);
});
