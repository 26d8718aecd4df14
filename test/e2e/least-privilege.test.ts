import { join } from "node:path";
import {
  type Harness,
  type HarnessStack,
  loadProgram,
  pendingChanges,
  startHarness,
} from "@neo4j-okta/sandbox/harness";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Plan, Privilege } from "../../access/okta-rights/plan.ts";
import { reportOf } from "../../deployer/identities.ts";
import { planOf } from "../../deployer/plan.ts";
import { readPreview } from "../../review/preview.ts";
import { asApp, doctor, findings } from "../doctor/run.ts";
import { manage } from "../support/declared-org.ts";
import { createIdentity, takenOneByOne } from "../support/identity.ts";
import type { ServiceAppKey } from "../support/service-app.ts";

/**
 * What `npm run deployer` computes is enough for the real engine, and nothing of it can be spared: without any one
 * scope, permission or resource the same `pulumi up` fails, and `npm run doctor` names that one.
 */
const HALF = join(import.meta.dirname, "../support/okta-half");

let harness: Harness;
/** Everything that the engine printed. */
const printed: string[] = [];
const keep = (text = "") => void printed.push(text);
let made = 0;

beforeAll(async () => {
  harness = await startHarness({
    program: await loadProgram(HALF),
    report: { step: keep, output: keep, heading: keep, line: keep },
  });
});

afterAll(() => harness?.stop());

/** A stack with two services, and people of groups that somebody else has made. */
function settings(name: string, change = 0) {
  const account = (one: string) => ({
    name: `${name}-${one}`,
    groups: ["readers"],
    credential: "client_secret",
    purpose: `change ${change}`,
  });
  return {
    authorizationServer: { name, audience: `api://${name}` },
    tokenLifetimeMinutes: 5 + change,
    groups: { readers: ["reader"] },
    accounts: [account("loader"), account("reporting")],
    signIns: [
      {
        id: "okta",
        provider: "okta",
        browsers: [`https://browser.example.com:${8000 + change}/browser/`],
        createOrigins: false,
        authorizationServer: { name: `${name}-people`, audience: `api://${name}-people` },
        groups: change % 2 === 0 ? { engineers: ["reader"] } : { collaborators: ["reader"] },
      },
    ],
    neo4j: { license: "eval" },
  };
}

/** What the okta provider reads of a service app. */
function credentialOf({ clientId, privateKey, kid }: ServiceAppKey, { scopes }: Privilege) {
  return {
    OKTA_API_CLIENT_ID: clientId,
    OKTA_API_SCOPES: scopes.join(","),
    OKTA_API_PRIVATE_KEY: privateKey,
    OKTA_API_PRIVATE_KEY_ID: kid,
  };
}

function identity(privilege: Privilege): Promise<ServiceAppKey> {
  made += 1;
  return createIdentity(harness.world.okta, `deployer-${made}`, privilege);
}

/** A new service app with these rights. */
async function credential(privilege: Privilege) {
  return credentialOf(await identity(privilege), privilege);
}

/** What the deployer of the stack needs for the settings that it has now. */
async function planFor(stack: HarnessStack): Promise<{ plan: Plan; deployer: Privilege }> {
  const preview = readPreview(await stack.engine.previewJson());
  const plan = planOf(reportOf(preview, { mayCreate: false }));
  const { deployer } = plan.identities;
  if (deployer === undefined) throw new Error("the plan has no deployer");
  return { plan, deployer };
}

/** The engine fails, and says so. */
async function fails(stack: HarnessStack): Promise<boolean> {
  const first = printed.length;
  const failed = await stack.engine.up().then(
    () => false,
    () => true,
  );
  printed.splice(first);
  return failed;
}

/** What doctor says as this app, of the rights of that plan. */
async function diagnosed(app: ServiceAppKey, plan: Plan): Promise<string[]> {
  const run = await doctor(["--plan", "-", "--okta-only", "--json"], {
    input: JSON.stringify(plan),
    environment: asApp(harness.world.okta, app),
  });
  return findings(run).flatMap(({ status, found }) => (status === "failed" ? [found] : []));
}

describe("the deployer", () => {
  let stack: HarnessStack;

  test("creates a stack with what was computed, and the program converges", async () => {
    const { okta } = harness.world;
    for (const name of ["engineers", "collaborators"]) {
      await manage(okta, "POST", "/api/v1/groups", { profile: { name } });
    }
    stack = await harness.openStack({ name: "first" });
    await stack.configure(settings("first"));
    const { deployer } = await planFor(stack);
    await stack.configure(settings("first"), await credential(deployer));
    expect((await stack.engine.up()).create).toBeGreaterThan(15);
    expect(pendingChanges(await stack.engine.preview())).toEqual([]);
  });

  test("creates nothing where one scope, permission or collection is missing, and doctor names it", async () => {
    const fresh = await harness.openStack({ name: "other" });
    await fresh.configure(settings("other"));
    const { plan, deployer } = await planFor(fresh);
    const cases = takenOneByOne(deployer);
    for (const [index, { what, kind, left }] of cases.entries()) {
      const name = `other-${index}`;
      const one = await harness.openStack({ name });
      const app = await identity(left);
      await one.configure(settings(name), credentialOf(app, left));
      expect(await fails(one), `${kind} ${what}`).toBe(true);
      expect(await diagnosed(app, plan), `${kind} ${what}`).toEqual([
        expect.stringContaining(what),
      ]);
    }
  });

  test("changes a deployed stack with rights over its own objects alone, each of which it needs", async () => {
    let change = 1;
    await stack.configure(settings("first", change));
    const { plan, deployer } = await planFor(stack);
    for (const resource of deployer.assignments.flatMap(({ resources }) => resources)) {
      expect(resource).toMatch(/^(apps|groups|authorizationServers)\/\w+$/);
    }
    const cases = takenOneByOne(deployer);
    expect(cases.length).toBeGreaterThan(12);
    for (const { what, kind, left } of cases) {
      if (/group|assign/i.test(what)) {
        // One group goes and another one comes only from where a whole change has ended.
        await stack.configure(settings("first", change + 1));
        await stack.engine.up();
      }
      change += 2;
      const app = await identity(left);
      await stack.configure(settings("first", change), credentialOf(app, left));
      expect(await fails(stack), `${kind} ${what}`).toBe(true);
      expect(await diagnosed(app, plan), `${kind} ${what}`).toEqual([
        expect.stringContaining(what),
      ]);
    }
    await stack.configure(settings("first", change + 2), await credential(deployer));
    await stack.engine.up();
    expect(pendingChanges(await stack.engine.preview())).toEqual([]);
  });
});
