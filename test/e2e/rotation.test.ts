import { join } from "node:path";
import {
  type Harness,
  type HarnessStack,
  loadProgram,
  pendingChanges,
  startHarness,
} from "@neo4j-okta/sandbox/harness";
import { afterAll, beforeAll, expect, test } from "vitest";
import { OktaCaller } from "../../okta-api/caller.ts";
import { clientSecrets } from "../../rotation/registries/client-secrets.ts";
import { manage } from "../support/declared-org.ts";
import { publicJwk } from "../support/settings.ts";

/** A rotation and the real engine do not undo each other. */
const HALF = join(import.meta.dirname, "../support/okta-half");
const SECRET = "rotated-loader";
const KEY = "rotated-reader";

let harness: Harness;
let stack: HarnessStack;

beforeAll(async () => {
  const quiet = () => {};
  harness = await startHarness({
    program: await loadProgram(HALF),
    report: { step: quiet, output: quiet, heading: quiet, line: quiet },
  });
  stack = await harness.openStack({ name: "rotated" });
});

afterAll(() => harness?.stop());

function settings(change: number, { kids = ["first"], rotation = true } = {}) {
  return {
    authorizationServer: { name: "rotated", audience: "api://rotated" },
    groups: { readers: ["reader"] },
    accounts: [
      {
        ...{ name: SECRET, groups: ["readers"], purpose: `change ${change}` },
        ...{ credential: "client_secret", rotation },
      },
      {
        ...{ name: KEY, groups: ["readers"] },
        credential: { privateKeyJwt: { jwks: kids.map((kid) => publicJwk(kid)) } },
      },
    ],
    neo4j: { license: "eval" },
  };
}

async function changes(): Promise<string[]> {
  return pendingChanges(await stack.engine.preview());
}

test("no step of a client secret shows in a preview, and no update touches a secret", async () => {
  const { okta } = harness.world;
  await stack.configure(settings(0, { rotation: false }));
  await stack.engine.up();
  const apps: { id: string; label: string }[] = await manage(okta, "GET", "/api/v1/apps");
  const appId = apps.find(({ label }) => label === SECRET)?.id ?? "";
  const caller = new OktaCaller({ orgUrl: okta.url, authorization: `Bearer ${okta.accessToken}` });
  const method = "client_secret_basic";
  const secrets = clientSecrets(caller, { account: SECRET, appId, method });
  const [former] = await secrets.list();
  if (former === undefined) throw new Error("no secret");
  await stack.configure(settings(0));
  expect(await stack.engine.up()).toMatchObject({ update: 1 });
  expect((await secrets.list()).map(({ id, mark }) => ({ id, mark }))).toEqual([
    { id: former.id, mark: former.mark },
  ]);
  const { credential } = await secrets.make();
  const steps = [
    () => secrets.register(credential),
    () => secrets.deactivate(former.id),
    () => secrets.activate(former.id),
    () => secrets.deactivate(former.id),
    () => secrets.remove(former.id),
  ];
  for (const [index, step] of steps.entries()) {
    await step();
    expect(await changes()).toEqual([]);
    const before = await secrets.list();
    await stack.configure(settings(index + 1));
    expect(await stack.engine.up()).toMatchObject({ update: 1 });
    expect(await secrets.list()).toEqual(before);
    expect(await changes()).toEqual([]);
  }
  expect(await secrets.list()).toHaveLength(1);
});

test("a key that comes or goes is one change of its app, until it is deployed", async () => {
  for (const kids of [["first", "second"], ["second"]]) {
    await stack.configure(settings(5, { kids }));
    expect(await changes()).toEqual(["1 to update"]);
    await stack.engine.up();
    expect(await changes()).toEqual([]);
  }
});
