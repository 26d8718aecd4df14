import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { OktaEmulator } from "@neo4j-okta/sandbox/okta";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Plan } from "../../access/okta-rights/plan.ts";
import { coverFindings } from "../../doctor/covered.ts";
import { recordedPreview } from "../support/recorded-preview.ts";
import { doctor, findings } from "./run.ts";

const okta = new OktaEmulator();
let folder: string;

beforeAll(async () => {
  await okta.start();
  folder = await mkdtemp(join(tmpdir(), "doctor-"));
});

afterAll(async () => {
  await okta.stop();
  await rm(folder, { recursive: true });
});

function plan(scopes: string[], permissions: string[], resources: string[], stack = "prod"): Plan {
  const assignments = [{ role: "manage", permissions, resources }];
  return { version: 1, stack, identities: { deployer: { scopes, assignments } } } as Plan;
}

const DEPLOYED = plan(["okta.apps.manage"], ["okta.apps.manage"], ["apps/0oa1"]);

function lacking(given: Plan, needed: Plan): string[] {
  return coverFindings(given, needed, { as: "deployer" }, "deploy it").map(({ found }) => found);
}

describe("a plan, beside what the preview needs", () => {
  test("that has it, or more, is fine", () => {
    expect(lacking(DEPLOYED, DEPLOYED)).toEqual([]);
    expect(lacking(plan(["okta.apps.manage"], ["okta.apps.manage"], ["apps"]), DEPLOYED)).toEqual(
      [],
    );
    const reads = plan(["okta.apps.read"], ["okta.apps.read"], ["apps/0oa1"]);
    expect(lacking(DEPLOYED, reads)).toEqual([]);
  });

  test("that is older than a new app, a new server or a new scope lacks that", () => {
    const creates = plan(["okta.apps.manage"], ["okta.apps.manage"], ["apps"]);
    expect(lacking(DEPLOYED, creates)).toEqual([
      "it lacks okta.apps.manage on apps, which the preview needs",
    ]);
    const more = plan(
      ["okta.apps.manage", "okta.policies.read"],
      ["okta.apps.manage", "okta.policies.read"],
      ["apps/0oa1", "apps/0oa2"],
    );
    expect(lacking(DEPLOYED, more)).toEqual([
      "it lacks the scope okta.policies.read, which the preview needs",
      "it lacks okta.apps.manage on apps/0oa2, which the preview needs",
      "it lacks okta.policies.read, which the preview needs",
    ]);
  });

  test("that is for another stack is told, whatever it has", () => {
    const other = plan(["okta.apps.manage"], ["okta.apps.manage"], ["apps"], "dev");
    expect(coverFindings(other, DEPLOYED, { as: "deployer" }, "deploy it")).toEqual([
      {
        id: "plan.stack",
        status: "failed",
        what: "the plan",
        found: "it is for stack dev, and the preview is of stack prod",
        fix: "give the plan of the stack",
      },
    ]);
  });
});

test("doctor tells an older plan although its credential has all that the plan names", async () => {
  const file = join(folder, "plan.json");
  const preview = recordedPreview("account-new", "dedicated");
  const stack = /urn:pulumi:([^:]+)::/.exec(preview)?.[1] ?? "";
  await writeFile(
    file,
    JSON.stringify(plan(["okta.apps.manage"], ["okta.apps.manage"], ["apps"], stack)),
  );
  const run = await doctor(["--plan", file, "--preview", "-", "--okta-only", "--json"], {
    input: preview,
    environment: { OKTA_ORG_URL: okta.url, OKTA_API_TOKEN: okta.apiToken },
  });
  expect(run.status).toBe(1);
  expect(findings(run).filter(({ status }) => status === "failed")).toEqual(
    [
      "the scope okta.authorizationServers.manage",
      "okta.authzServers.manage on authorizationServers/aus00000000000000001",
    ].map((right) => ({
      id: "plan.lacks",
      status: "failed",
      what: "the plan's deployer",
      found: `it lacks ${right}, which the preview needs`,
      fix: expect.stringContaining(`npm run deployer -- --stack ${stack}`),
    })),
  );
});
