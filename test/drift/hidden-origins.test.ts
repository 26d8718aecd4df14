import { OktaEmulator } from "@neo4j-okta/sandbox/okta";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Resource } from "../../access/effective/resource.ts";
import { driftOf } from "../../drift/drift.ts";
import { liveResources } from "../../drift/live.ts";
import { OktaApi } from "../../okta-api/client.ts";
import { ServiceApp } from "../../okta-api/service-app.ts";
import { createIdentity } from "../support/identity.ts";

const okta = new OktaEmulator();
const scopes = ["okta.apps.read", "okta.authorizationServers.read"] as const;
const type = "okta:trustedorigin/origin:Origin";
const origin: Resource = {
  ...{ urn: `urn:pulumi:test::people::${type}::browser`, type, id: "tos1" },
  properties: { origin: "https://browser.example.com" },
};

beforeAll(() => okta.start());
afterAll(() => okta.stop());

test("origins that Okta does not show to a reviewer are no drift, and are told", async () => {
  const permissions = ["okta.apps.read" as const, "okta.authzServers.read" as const];
  const resources = ["apps", "authorizationServers"];
  const reviewer = await createIdentity(okta, "people-reviewer", {
    scopes: [...scopes],
    assignments: [{ role: "read", permissions, resources }],
  });
  const authorization = new ServiceApp({ orgUrl: okta.url, scopes, ...reviewer });
  const live = await liveResources([origin], new OktaApi({ orgUrl: okta.url, authorization }));
  const { changes, notLookedAt } = driftOf([origin], live, { sentence: "Neo4j itself" });
  expect(changes).toEqual([]);
  expect(notLookedAt).toContain(
    "Trusted Origins, which Okta shows to standard administrators' roles only",
  );
});
