import { expect, test } from "vitest";
import { liveResources } from "../../drift/live.ts";
import type { OktaApi } from "../../okta-api/client.ts";
import type { OktaClaim } from "../../okta-api/objects.ts";
import { DECLARED } from "./declared.ts";

const CLAIM: OktaClaim = {
  ...{ id: "ocl1", name: "groups", status: "ACTIVE", system: false, claimType: "RESOURCE" },
  ...{ valueType: "EXPRESSION", value: "app.profile.neo4j_groups" },
};
const SUB = "(appuser != null) ? appuser.userName : app.clientId";

/** Names of the claims that count, where a server has these. */
async function counted(...claims: Partial<OktaClaim>[]): Promise<string[]> {
  const none = () => Promise.resolve([]);
  const okta = {
    server: (id: string) => Promise.resolve({ id, name: id, status: "ACTIVE", audiences: [] }),
    ...{ scopes: none, policies: none, rules: none, app: () => Promise.resolve(undefined) },
    claims: () => Promise.resolve(claims.map((claim) => ({ ...CLAIM, ...claim }))),
  };
  const { resources } = await liveResources(DECLARED, okta as unknown as OktaApi);
  const own = resources.filter(({ type }) => type === "okta:auth/serverClaim:ServerClaim");
  return own.map(({ properties }) => String(properties.name));
}

test("claims that Okta makes on each server are no difference", async () => {
  const zoneinfo = { name: "zoneinfo", system: true, valueType: "SYSTEM", value: null };
  const sub = { name: "sub", system: true, value: SUB };
  expect(await counted(zoneinfo, sub, {})).toEqual(["groups"]);
});

test("a changed sub, and a claim by hand that only looks like one of Okta's, count", async () => {
  const changed = { name: "sub", system: true, value: "app.profile.user" };
  const byHand = { name: "also", system: false, value: SUB };
  expect(await counted(changed, byHand)).toEqual(["sub", "also"]);
});
