import { expect, test } from "vitest";
import { Org } from "../../../okta/org.ts";
import { resourceOf } from "../../../okta/rights/resources.ts";

const org = new Org(() => 0);
org.url = "https://okta.example.test";
const API = `${org.url}/api/v1`;

test.each([
  [`${API}/apps`, { kind: "apps" }],
  [`${API}/apps/0oa1`, { kind: "apps", id: "0oa1" }],
  [`${API}/groups`, { kind: "groups" }],
  [`${API}/groups/00g1`, { kind: "groups", id: "00g1" }],
  [`${API}/groups/00g1/users`, { kind: "users", membersOf: "00g1" }],
  [`${API}/users`, { kind: "users" }],
  [`${API}/authorizationServers`, { kind: "authorizationServers" }],
  [`${API}/authorizationServers/aus1`, { kind: "authorizationServers", id: "aus1" }],
  [`orn:okta:idp:${org.id}:apps`, { kind: "apps" }],
  [`orn:okta:idp:${org.id}:apps:0oa1`, { kind: "apps", id: "0oa1" }],
  [`orn:okta:idp:${org.id}:apps:oidc_client`, { kind: "apps" }],
  [`orn:okta:idp:${org.id}:apps:oidc_client:0oa1`, { kind: "apps", id: "0oa1" }],
  [`orn:okta:idp:${org.id}:authorization_servers`, { kind: "authorizationServers" }],
  [
    `orn:okta:idp:${org.id}:authorization_servers:aus1`,
    { kind: "authorizationServers", id: "aus1" },
  ],
  [`orn:okta:directory:${org.id}:groups`, { kind: "groups" }],
  [`orn:okta:directory:${org.id}:groups:00g1`, { kind: "groups", id: "00g1" }],
  [`orn:okta:directory:${org.id}:users`, { kind: "users" }],
])("%s", (reference, resource) => {
  expect(resourceOf(org, reference)).toEqual(resource);
});

test.each([
  "",
  "apps",
  "https://okta.example.test.evil.test/api/v1/apps",
  `${API}/apps/`,
  `${API}/apps/0oa1/users`,
  `${API}/apps/0oa1/`,
  `${API}/groups/00g1/users/00u1`,
  `${API}/groups//users`,
  `${API}/policies`,
  `${API}/apps?filter=name+eq+%22oidc_client%22`,
  `${API}/toString`,
  "orn:okta:idp:00oOther:apps",
  `orn:okta:directory:${org.id}:apps`,
  `orn:okta:idp:${org.id}:apps:`,
  `orn:okta:idp:${org.id}:apps:0oa1:more`,
  `orn:okta:idp:${org.id}:apps:saml_app:0oa1`,
  `orn:okta:idp:${org.id}:toString`,
])("'%s' names nothing that a call is limited to", (reference) => {
  expect(resourceOf(org, reference)).toBeUndefined();
});
