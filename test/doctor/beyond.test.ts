import { OktaEmulator } from "@neo4j-okta/sandbox/okta";
import { afterAll, beforeAll, expect, test } from "vitest";
import { reportOf } from "../../deployer/identities.ts";
import { planOf } from "../../deployer/plan.ts";
import { readPreview } from "../../review/preview.ts";
import { createIdentity } from "../support/identity.ts";
import { recordedPreview } from "../support/recorded-preview.ts";
import { asApp, doctor, findings } from "./run.ts";

/** Its sign-in makes Trusted Origins, which no custom role allows. */
const PREVIEW = recordedPreview("first-sign-ins", "dedicated");
const okta = new OktaEmulator();

beforeAll(() => okta.start());
afterAll(() => okta.stop());

async function origins(environment: Record<string, string>, as: string) {
  const run = await doctor(["--preview", "-", "--okta-only", "--json", "--as", as], {
    input: PREVIEW,
    environment,
  });
  const told = findings(run).filter(({ id }) => id === "okta.standard_role");
  return { status: run.status, told: told.map(({ status, what }) => [what.split(" ")[0], status]) };
}

async function identity(as: "deployer" | "reviewer") {
  const preview = readPreview(PREVIEW);
  const plan = planOf(reportOf(preview, { mayCreate: false }));
  const privilege = plan.identities[as];
  if (privilege === undefined) throw new Error(`no ${as}`);
  return asApp(okta, await createIdentity(okta, `prod-${as}`, privilege));
}

test("a deployer by custom roles alone fails on what none of them allows, and is told so", async () => {
  expect(await origins(await identity("deployer"), "deployer")).toEqual({
    status: 1,
    told: [
      ["origin.read", "failed"],
      ["origin.change", "failed"],
    ],
  });
});

test("a reviewer goes on without it", async () => {
  expect(await origins(await identity("reviewer"), "reviewer")).toEqual({
    status: 0,
    told: [["origin.read", "warning"]],
  });
});

test("an administrator may, and nothing is made", async () => {
  const environment = { OKTA_ORG_URL: okta.url, OKTA_API_TOKEN: okta.apiToken };
  expect(await origins(environment, "deployer")).toEqual({
    status: 0,
    told: [
      ["origin.read", "ok"],
      ["origin.change", "ok"],
    ],
  });
  expect(okta.org.trustedOrigins.size).toBe(0);
});
