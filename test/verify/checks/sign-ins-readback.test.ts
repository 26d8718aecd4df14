import { expect, test } from "vitest";
import type { ContractSignIn } from "../../../access/sign-in/contract.ts";
import { OktaApi } from "../../../okta-api/client.ts";
import {
  signInClaim,
  signInClients,
  signInGroups,
} from "../../../verify/checks/sign-ins/readback.ts";
import { accountContext } from "../account-context.ts";

const ISSUER = "https://example.okta.com/oauth2/aus1";
const SIGN_IN: ContractSignIn = {
  id: "okta",
  provider: "okta",
  displayName: "Okta",
  tokenType: "access_token",
  issuer: ISSUER,
  discoveryUri: `${ISSUER}/.well-known/openid-configuration`,
  audience: "api://people",
  clientId: "browser",
  scopes: ["openid"],
  usernameClaim: "sub",
  groupsClaim: "groups",
  groups: { engineers: ["publisher"], readers: ["reader"] },
  redirectUris: ["https://neo4j.example.com/browser/"],
  origins: ["https://neo4j.example.com"],
};
const SERVER = { id: "aus1", name: "people", status: "ACTIVE", issuer: ISSUER, audiences: [] };

/** A look at an org that has these lists, by the last part of their addresses, and nothing else. */
function context(signIn: ContractSignIn, lists: Record<string, object[]> | undefined) {
  const answer: typeof fetch = async (input) => {
    const [list = ""] = new URL(String(input)).pathname.split("/").slice(-1);
    return Response.json(lists?.[list] ?? []);
  };
  const orgUrl = "https://example.okta.com";
  const okta = new OktaApi({ orgUrl, authorization: "Bearer t", fetch: answer });
  return { ...accountContext({}), signIn, ...(lists === undefined ? {} : { okta }) };
}

test.each([
  [signInGroups, "app of the sign-in", "no app has the client id browser"],
  [signInClaim, "authorization server of the sign-in", `no server has the issuer ${ISSUER}`],
  [signInClients, "authorization server of the sign-in", `no server has the issuer ${ISSUER}`],
])("$id does not pass where there is nothing to look at", async (check, setting, seen) => {
  expect(await check.run(context(SIGN_IN, {}))).toMatchObject({
    status: "failed",
    seen,
    cause: { setting },
  });
});

test("on a server that is shared, the look at other clients is part of the proof", async () => {
  const shared = { ...SIGN_IN, sharedServer: true };
  const open = { status: "skipped", needed: true };
  expect(await signInClients.run(context(shared, undefined))).toMatchObject(open);
  const own = await signInClients.run(context(SIGN_IN, undefined));
  expect(own).toMatchObject({ status: "skipped" });
  expect(own).not.toMatchObject({ needed: true });
  const accepted = { ...context(shared, undefined), acceptShared: true };
  expect(await signInClients.run(accepted)).toMatchObject({ status: "inapplicable" });
  // An ID token is for one client.
  const idToken = await signInClients.run(context({ ...shared, tokenType: "id_token" }, undefined));
  expect(idToken).not.toMatchObject({ needed: true });
});

const claim = (group_filter_type: string, value: string) => ({
  ...{ id: "ocl1", name: "groups", status: "ACTIVE", claimType: "RESOURCE" },
  ...{ valueType: "GROUPS", group_filter_type, value },
});
const judged = (filter: string, value: string) =>
  signInClaim.run(
    context(SIGN_IN, { authorizationServers: [SERVER], claims: [claim(filter, value)] }),
  );

test.each([
  ["REGEX", "^(engineers|readers)$"],
  ["REGEX", "^(eng.*|readers)$"],
  ["CONTAINS", "e"],
])("a filter %s %s lets the mapped groups through", async (filter, value) => {
  expect(await judged(filter, value)).toMatchObject({ status: "passed" });
});

test.each([
  ["REGEX", "^engineers$"],
  ["EQUALS", "engineers"],
  ["STARTS_WITH", "engineers"],
  ["CONTAINS", "eng"],
])("a filter %s %s leaves one out", async (filter, value) => {
  expect(await judged(filter, value)).toMatchObject({
    status: "failed",
    seen: `${filter} ${JSON.stringify(value)} leaves readers out`,
  });
});

test("a regular expression of the org is never run, as it could take for ever", async () => {
  const [name, value] = ["a".repeat(40), "^(a+)+b$"];
  const lists = { authorizationServers: [SERVER], claims: [claim("REGEX", value)] };
  const signIn = { ...SIGN_IN, groups: { [name]: ["reader"] } };
  expect(await signInClaim.run(context(signIn, lists))).toEqual({
    status: "skipped",
    reason: 'the filter REGEX "^(a+)+b$" is more than a list of names',
  });
});
