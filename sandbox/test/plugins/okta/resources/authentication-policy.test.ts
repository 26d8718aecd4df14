import { afterEach, beforeEach, expect, test } from "vitest";
import type { Resource } from "../../plugin-client.ts";
import { Organization } from "../organization.ts";
import { APP, account } from "../programs.ts";

let organization: Organization;
beforeEach(async () => {
  organization = new Organization();
  await organization.start();
});
afterEach(() => organization.stop());

const web = { label: "web", type: "web" };
const identityEngine = { status: 200, body: { pipeline: "idx" } };
const classic = { status: 200, body: { pipeline: "v1" } };
const done = { status: 204 };
const WELL_KNOWN = "GET /.well-known/okta-organization";
const POLICIES = "GET /api/v1/policies?type=ACCESS_POLICY";

/** Answers of Okta to the making of an app, and to what comes after it. */
function answer(...after: typeof organization.okta.replies): void {
  organization.okta.replies.push({ status: 200, body: { id: "0oa1" } }, ...after);
}

const app = (policy: string) => ({
  status: 200,
  body: { id: "0oa1", _links: { accessPolicy: { href: `https://x/api/v1/policies/${policy}` } } },
});
const policies = (...systems: boolean[]) => ({
  status: 200,
  body: systems.map((system, index) => ({ id: `rst${index}`, system })),
});

test("a new app gets the org's default policy, and the policy is read from its links", async () => {
  answer(identityEngine, policies(false, true), done, app("rst1"));
  const made = await organization.plugin.make(APP, web);
  expect(organization.sent()).toEqual([
    "POST /api/v1/apps?activate=true",
    WELL_KNOWN,
    POLICIES,
    "PUT /api/v1/apps/0oa1/policies/rst1",
    "GET /api/v1/apps/0oa1",
  ]);
  expect(made.outputs.authenticationPolicy).toBe("rst1");
});

test("a policy that the program names is attached, and the org is asked only once", async () => {
  answer(identityEngine, done, app("rst7"));
  await organization.plugin.make(APP, { ...web, authenticationPolicy: "rst7" });
  expect(organization.sent()).toContain("PUT /api/v1/apps/0oa1/policies/rst7");
  answer(done, app("rst7"));
  await organization.plugin.make(APP, { ...web, authenticationPolicy: "rst7" });
  expect(organization.sent()).toEqual([
    "POST /api/v1/apps?activate=true",
    "PUT /api/v1/apps/0oa1/policies/rst7",
    "GET /api/v1/apps/0oa1",
  ]);
});

test("an org without the Identity Engine has no policies", async () => {
  answer(classic, app("rst1"));
  const made = await organization.plugin.make(APP, web);
  expect(organization.sent()).toEqual([
    "POST /api/v1/apps?activate=true",
    WELL_KNOWN,
    "GET /api/v1/apps/0oa1",
  ]);
  expect(made.outputs.authenticationPolicy).toBe("");
});

test("an org that does not tell is taken for one with it, and asked again", async () => {
  answer({ status: 500 }, policies(true), done, app("rst0"), identityEngine);
  await organization.plugin.make(APP, web);
  expect(organization.sent().filter((request) => request === WELL_KNOWN)).toHaveLength(2);
});

test.each([[[]], [[true, true]], [[false]]])("policies %j have no default", async (systems) => {
  answer(identityEngine, policies(...systems));
  const count = systems.filter(Boolean).length;
  await expect(organization.plugin.make(APP, web)).rejects.toThrow(
    `expected one default access policy in the org, found ${count}`,
  );
});

test("a service app gets one when it is changed, unless the program skips it", async () => {
  const { plugin } = organization;
  const skipped = account("etl-loader", { authenticationPolicy: "rst9" });
  const made = await plugin.make(APP, skipped);
  expect(made.outputs.authenticationPolicy).toBe("rst9");
  const asked = { ...skipped, skipAuthenticationPolicy: false };
  organization.sent();
  organization.okta.replies.push({ status: 200, body: { id: made.id } }, identityEngine);
  organization.okta.replies.push(done, app("rst9"));
  await plugin.change(APP, made as Resource, asked);
  expect(organization.sent()).toEqual([
    `PUT /api/v1/apps/${made.id}`,
    WELL_KNOWN,
    `PUT /api/v1/apps/${made.id}/policies/rst9`,
    `GET /api/v1/apps/${made.id}`,
  ]);
});
