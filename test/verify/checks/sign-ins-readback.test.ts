import { expect, test } from "vitest";
import type { ContractSignIn } from "../../../access/sign-in/contract.ts";
import { OktaApi } from "../../../okta-api/client.ts";
import {
  signInApp,
  signInClaim,
  signInClients,
  signInGroups,
} from "../../../verify/checks/sign-ins/readback.ts";
import { accountContext } from "../account-context.ts";
import { SIGN_IN } from "../sign-in-context.ts";

const ISSUER = "https://example.okta.com/oauth2/aus1";
const SERVER = { id: "aus1", name: "people", status: "ACTIVE", issuer: ISSUER, audiences: [] };

/** A look at an org that has these lists, by the ends of their addresses, and nothing else. */
function context(signIn: ContractSignIn, lists: Record<string, object[]> | undefined) {
  const answer: typeof fetch = async (input) => {
    const parts = new URL(String(input)).pathname.split("/");
    const ends = [-3, -1].map((start) => parts.slice(start).join("/"));
    return Response.json(ends.map((end) => lists?.[end]).find(Boolean) ?? []);
  };
  const orgUrl = "https://example.okta.com";
  const okta = new OktaApi({ orgUrl, authorization: "Bearer t", fetch: answer });
  const base = accountContext();
  const contract = { ...base.contract, signIns: [signIn] };
  return { ...base, contract, signIn, ...(lists === undefined ? {} : { okta }) };
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

/** An app of the sign-in as the stack makes it, but for these changes. */
function app({ client = {}, oauth = {}, ...others }: Record<string, object | boolean> = {}) {
  const { implicitAssignment = false } = others;
  return {
    ...{ id: "0oa1", label: "Neo4j", status: "ACTIVE" },
    credentials: {
      oauthClient: {
        ...{ client_id: "browser", token_endpoint_auth_method: "none", pkce_required: true },
        ...(client as object),
      },
    },
    settings: {
      implicitAssignment,
      oauthClient: {
        ...{ application_type: "browser", grant_types: ["authorization_code"] },
        redirect_uris: SIGN_IN.redirectUris,
        ...(oauth as object),
      },
    },
  };
}

const group = (id: string, name: string) => ({ id, profile: { name } });
const GROUPS = [group("00g1", "engineers"), group("00g2", "readers")];
const policy = (include: string[], status = "ACTIVE") => ({
  ...{ id: "00p1", name: "people", status },
  conditions: { clients: { include } },
});
const RULE = {
  ...{ id: "0pr1", name: "code", status: "ACTIVE", actions: {} },
  conditions: {
    grantTypes: { include: ["authorization_code"] },
    people: { groups: { include: ["00g1", "00g2"] } },
  },
};
const ORG = {
  ...{ apps: [app()], groups: GROUPS, authorizationServers: [SERVER] },
  ...{ policies: [policy(["browser"])], rules: [RULE], "apps/0oa1/groups": GROUPS },
};
const ofApp = (changes: Record<string, object[]>) =>
  signInApp.run(context(SIGN_IN, { ...ORG, ...changes }));

test("an org as declared passes", async () => {
  for (const check of [signInApp, signInGroups, signInClients]) {
    expect(await check.run(context(SIGN_IN, ORG))).toMatchObject({ status: "passed" });
  }
  expect(await ofApp({ policies: [policy(["ALL_CLIENTS"])] })).toMatchObject({ status: "passed" });
  const everyone = structuredClone(RULE);
  everyone.conditions.people.groups.include = ["EVERYONE"];
  expect(await ofApp({ rules: [everyone] })).toMatchObject({ status: "passed" });
});

test.each<[string, Record<string, object[]>, string]>([
  ["without PKCE", { apps: [app({ client: { pkce_required: false } })] }, "pkce_required"],
  [
    "with a secret",
    { apps: [app({ client: { token_endpoint_auth_method: "client_secret_basic" } })] },
    "type of the app",
  ],
  ["of another type", { apps: [app({ oauth: { application_type: "web" } })] }, "type of the app"],
  ["in an inactive policy", { policies: [policy(["browser"], "INACTIVE")] }, "access policy of"],
])("an app %s is found", async (_what, changes, setting) => {
  expect(await ofApp(changes)).toMatchObject({
    status: "failed",
    cause: { setting: expect.stringContaining(setting) },
  });
});

test.each<[string, Record<string, object[]>, string]>([
  ["everybody may use", { apps: [app({ implicitAssignment: true })] }, "everybody may use it"],
  [
    "two groups of a name may use",
    { groups: [...GROUPS, group("00g9", "readers")] },
    "2 groups have that name: 00g2, 00g9",
  ],
])("an app that %s is found", async (_what, changes, seen) => {
  expect(await signInGroups.run(context(SIGN_IN, { ...ORG, ...changes }))).toMatchObject({
    status: "failed",
    seen: expect.stringContaining(seen),
  });
});

test.each<[string, Record<string, object[]>, string]>([
  [
    "another claim of the name",
    { claims: [claim("EQUALS", "engineers"), claim("EQUALS", "x")] },
    "2 claims have that name",
  ],
  [
    "an expression",
    { claims: [{ ...claim("EQUALS", "x"), valueType: "EXPRESSION" }] },
    "it is EXPRESSION",
  ],
])("a claim with %s is found", async (_what, changes, seen) => {
  expect(await signInClaim.run(context(SIGN_IN, { ...ORG, ...changes }))).toMatchObject({
    status: "failed",
    seen: expect.stringContaining(seen),
  });
});

test("the client of a sign-in on another server is a stranger here", async () => {
  const other = { ...SIGN_IN, id: "other", clientId: "other", issuer: `${ISSUER}2` };
  const { contract, ...rest } = context(SIGN_IN, { ...ORG, policies: [policy(["other"])] });
  const at = (signIns: ContractSignIn[]) => ({ ...rest, contract: { ...contract, signIns } });
  expect(await signInClients.run(at([SIGN_IN, other]))).toMatchObject({
    status: "failed",
    seen: "other by policy people",
  });
  const same = { ...other, issuer: ISSUER };
  expect(await signInClients.run(at([SIGN_IN, same]))).toMatchObject({ status: "passed" });
});

test.each([
  ["policy", { policies: [policy(["other"], "INACTIVE")] }],
  ["rule", { policies: [policy(["other"])], rules: [{ ...RULE, status: "INACTIVE" }] }],
])("a stranger whose %s is inactive gets nothing", async (_what, changes) => {
  const at = context(SIGN_IN, { ...ORG, ...changes });
  expect(await signInClients.run(at)).toMatchObject({ status: "passed" });
});
