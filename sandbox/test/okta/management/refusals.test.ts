import { expect, test } from "vitest";
import { serviceApp, startOkta } from "../support.ts";

const { okta, admin } = await startOkta();

const { body: server } = await admin.post("/api/v1/authorizationServers", {
  name: "refusing",
  audiences: ["api://refusing"],
});
const AS = `/api/v1/authorizationServers/${server.id}`;
const { body: app } = await admin.post("/api/v1/apps", serviceApp("taken", "taken-client"));
const APP = `/api/v1/apps/${app.id}`;
await admin.post(`${APP}/grants`, { issuer: okta.url, scopeId: "okta.groups.read" });
const post = async (path: string, body: unknown) =>
  `${path}/${(await admin.post(path, body)).body.id}`;
await admin.post(`${AS}/scopes`, { name: "taken" });
const SCOPE = await post(`${AS}/scopes`, { name: "other" });
const claim = {
  name: "taken",
  claimType: "RESOURCE",
  valueType: "EXPRESSION",
  value: "app.clientId",
};
await admin.post(`${AS}/claims`, claim);
const CLAIM = await post(`${AS}/claims`, { ...claim, name: "other" });
const policy = {
  type: "OAUTH_AUTHORIZATION_POLICY",
  name: "taken",
  description: "d",
  conditions: { clients: { include: ["taken-client"] } },
};
const { body: madePolicy } = await admin.post(`${AS}/policies`, policy);
const POLICY = await post(`${AS}/policies`, { ...policy, name: "other" });
const RULES = `${AS}/policies/${madePolicy.id}/rules`;
const rule = {
  type: "RESOURCE_ACCESS",
  name: "taken",
  conditions: { grantTypes: { include: ["client_credentials"] } },
  actions: { token: {} },
};
await admin.post(RULES, rule);
const RULE = await post(RULES, { ...rule, name: "other" });
const origin = { name: "taken", origin: "https://taken.example.com", scopes: [{ type: "CORS" }] };
await admin.post("/api/v1/trustedOrigins", origin);
const ORIGIN = await post("/api/v1/trustedOrigins", {
  ...origin,
  name: "other",
  origin: "https://other.example.com",
});
await admin.post("/api/v1/groups", { profile: { name: "taken" } });
const GROUP = await post("/api/v1/groups", { profile: { name: "other" } });
const role = { label: "taken", description: "d", permissions: ["okta.apps.read"] };
await admin.post("/api/v1/iam/roles", role);
const ROLE = await post("/api/v1/iam/roles", { ...role, label: "other" });
const set = { label: "taken", description: "d" };
await admin.post("/api/v1/iam/resource-sets", set);
const SET = await post("/api/v1/iam/resource-sets", { ...set, label: "other" });
const [systemScope] = (await admin.get(`${AS}/scopes`)).body;

const client = (oauthClient: object) => {
  const body = serviceApp("refused");
  return { ...body, credentials: { oauthClient } };
};
const settings = (changes: object) => serviceApp("refused", undefined, changes);
const conditions = (changes: object) => ({
  ...rule,
  name: "r",
  conditions: { ...rule.conditions, ...changes },
});
const lifetimes = (token: object) => ({ ...rule, name: "r", actions: { token } });

type Case = [
  what: string,
  method: string,
  path: string,
  body: unknown,
  status: number,
  code: string,
  message: string,
];

const KEY = { kty: "RSA", kid: "a", e: "AQAB", n: "0vx7" };
const NAME_TAKEN = "An object with this field already exists in";

// biome-ignore format: one refusal per line
const cases: Case[] = [
  ["no body", "POST", "/api/v1/apps", undefined, 400, "E0000003", "The body must be a JSON object."],
  ["a list as body", "POST", "/api/v1/apps", [], 400, "E0000003", "The body must be a JSON object."],
  ["an unknown field", "POST", "/api/v1/apps", { ...serviceApp("x"), owner: "me" }, 400, "E0000003", "Unrecognized field: owner"],
  ["an unknown field inside", "POST", "/api/v1/apps", settings({ dpop: true }), 400, "E0000003", "Unrecognized field in settings.oauthClient: dpop"],
  ["a wrong type", "POST", "/api/v1/apps", { ...serviceApp("x"), label: 5 }, 400, "E0000003", "label: Invalid input: expected string, received number"],
  ["a text for a flag", "POST", "/api/v1/apps", settings({ dpop_bound_access_tokens: "false" }), 400, "E0000003", "settings.oauthClient.dpop_bound_access_tokens: Invalid input: expected boolean, received string"],
  ["a profile that is text", "POST", "/api/v1/apps", { ...serviceApp("x"), profile: "{}" }, 400, "E0000003", "profile: Invalid input: expected record, received string"],
  ["no label", "POST", "/api/v1/apps", { ...serviceApp("x"), label: undefined }, 400, "E0000001", "label: The field cannot be left blank"],
  ["an empty label", "POST", "/api/v1/apps", serviceApp(""), 400, "E0000001", "label: Too small: expected string to have >=1 characters"],
  ["an app of no sign-on mode", "POST", "/api/v1/apps", { ...serviceApp("x"), signOnMode: undefined }, 400, "E0000001", "signOnMode: The field cannot be left blank"],
  ["another sign-on mode on PUT", "PUT", APP, { signOnMode: "AUTO_LOGIN" }, 400, "E0000001", "signOnMode: The emulator has no apps of the sign-on mode AUTO_LOGIN. Allowed: OPENID_CONNECT"],
  ["a SAML app", "POST", "/api/v1/apps", { ...serviceApp("x"), signOnMode: "SAML_2_0" }, 400, "E0000001", "signOnMode: The emulator has no apps of the sign-on mode SAML_2_0. Allowed: OPENID_CONNECT"],
  ["activate that is neither", "POST", "/api/v1/apps?activate=yes", serviceApp("x"), 400, "E0000001", "activate: must be true or false"],
  ["a client id too short", "POST", "/api/v1/apps", serviceApp("x", "etl"), 400, "E0000001", "credentials.oauthClient.client_id: must be 6 to 100 characters of A-Z a-z 0-9 $-_.+!*'(), and not ALL_CLIENTS"],
  ["a client id with a space", "POST", "/api/v1/apps", serviceApp("x", "etl loader"), 400, "E0000001", "credentials.oauthClient.client_id: must be 6 to 100 characters"],
  ["ALL_CLIENTS as client id", "POST", "/api/v1/apps", serviceApp("x", "ALL_CLIENTS"), 400, "E0000001", "credentials.oauthClient.client_id: must be 6 to 100 characters"],
  ["a taken client id", "POST", "/api/v1/apps", serviceApp("x", "taken-client"), 400, "E0000001", "credentials.oauthClient.client_id: A client with this client_id already exists"],
  ["another client id on PUT", "PUT", APP, serviceApp("x", "other-client"), 400, "E0000001", "credentials.oauthClient.client_id: The field cannot be changed"],
  ["another type of app on PUT", "PUT", APP, settings({ application_type: "web", redirect_uris: ["https://a.example"] }), 400, "E0000001", "settings.oauthClient.application_type: The field cannot be changed"],
  ["a short secret", "POST", "/api/v1/apps", client({ client_secret: "short" }), 400, "E0000001", "credentials.oauthClient.client_secret: must be 14 to 100 characters"],
  ["an unknown client authentication", "POST", "/api/v1/apps", client({ token_endpoint_auth_method: "tls" }), 400, "E0000001", "credentials.oauthClient.token_endpoint_auth_method: Invalid option"],
  ["private_key_jwt without key", "POST", "/api/v1/apps", client({ token_endpoint_auth_method: "private_key_jwt" }), 400, "E0000001", "settings.oauthClient.jwks: private_key_jwt needs jwks or jwks_uri"],
  ["jwks and jwks_uri", "POST", "/api/v1/apps", settings({ jwks: { keys: [KEY] }, jwks_uri: "https://k.example/jwks" }), 400, "E0000001", "settings.oauthClient.jwks: jwks and jwks_uri exclude each other"],
  ["a key twice", "POST", "/api/v1/apps", settings({ jwks: { keys: [KEY, KEY] } }), 400, "E0000001", "settings.oauthClient.jwks.keys.1.kid: must be unique"],
  ["a key without modulus", "POST", "/api/v1/apps", settings({ jwks: { keys: [{ ...KEY, n: undefined }] } }), 400, "E0000001", "settings.oauthClient.jwks.keys.0.n: The field cannot be left blank"],
  ["two keys, one without kid", "POST", "/api/v1/apps", settings({ jwks: { keys: [KEY, { ...KEY, kid: undefined }] } }), 400, "E0000001", "settings.oauthClient.jwks.keys.1.kid: The field cannot be left blank"],
  ["a private key", "POST", "/api/v1/apps", settings({ jwks: { keys: [{ ...KEY, d: "secret" }] } }), 400, "E0000003", "Unrecognized field in settings.oauthClient.jwks.keys.0: d"],
  ["a jwks_uri that is none", "POST", "/api/v1/apps", settings({ jwks_uri: "file:///etc/passwd" }), 400, "E0000001", "settings.oauthClient.jwks_uri: must be an http or https URI"],
  ["a service app without client_credentials", "POST", "/api/v1/apps", settings({ grant_types: ["password"] }), 400, "E0000001", "settings.oauthClient.grant_types: a service app must have client_credentials"],
  ["a web app without redirect", "POST", "/api/v1/apps", settings({ application_type: "web", grant_types: ["authorization_code"] }), 400, "E0000001", "settings.oauthClient.redirect_uris: The field cannot be left blank"],
  ["a browser app with client_credentials", "POST", "/api/v1/apps", settings({ application_type: "browser" }), 400, "E0000001", "settings.oauthClient.grant_types: client_credentials is not allowed for a browser app"],
  ["an unknown app", "GET", "/api/v1/apps/0oa00000000000000000", undefined, 404, "E0000007", "Not found: Resource not found: 0oa00000000000000000 (AppInstance)"],
  ["a list limit of zero", "GET", "/api/v1/apps?limit=0", undefined, 400, "E0000001", "limit: The field must be a positive integer"],
  ["a cursor of nobody's", "GET", "/api/v1/apps?after=0oa0", undefined, 400, "E0000001", "after: Invalid cursor"],
  ["a filter by anything", "GET", "/api/v1/apps?filter=label+co+%22x%22", undefined, 400, "E0000031", "filter: only status, name, id eq"],
  ["a grant for another org", "POST", `${APP}/grants`, { issuer: "https://example.okta.com", scopeId: "okta.apps.read" }, 400, "E0000001", "issuer: must be the address of the org"],
  ["a grant of no API scope", "POST", `${APP}/grants`, { issuer: okta.url, scopeId: "openid" }, 400, "E0000001", "scopeId: 'openid' is not a scope of the org"],
  ["a grant that the app has", "POST", `${APP}/grants`, { issuer: okta.url, scopeId: "okta.groups.read" }, 400, "E0000001", "scopeId: An object with this field already exists in this app"],
  ["two audiences", "POST", "/api/v1/authorizationServers", { name: "x", audiences: ["a", "b"] }, 400, "E0000001", "audiences: exactly one audience is supported"],
  ["no audience", "POST", "/api/v1/authorizationServers", { name: "x" }, 400, "E0000001", "audiences: The field cannot be left blank"],
  ["a taken server name", "POST", "/api/v1/authorizationServers", { name: "default", audiences: ["a"] }, 400, "E0000001", `name: ${NAME_TAKEN} the current organization`],
  ["an unknown server", "GET", "/api/v1/authorizationServers/ausX/scopes", undefined, 404, "E0000007", "Not found: Resource not found: ausX (AuthorizationServer)"],
  ["a taken scope name", "POST", `${AS}/scopes`, { name: "taken" }, 400, "E0000001", `name: ${NAME_TAKEN} this authorization server`],
  ["a scope with a space", "POST", `${AS}/scopes`, { name: "two words" }, 400, "E0000001", "name: must not contain spaces, quotes or backslashes"],
  ["a scope of unknown consent", "POST", `${AS}/scopes`, { name: "s", consent: "MAYBE" }, 400, "E0000001", "consent: Invalid option"],
  ["a system scope deleted", "DELETE", `${AS}/scopes/${systemScope.id}`, undefined, 403, "E0000006", "A system scope cannot be deleted."],
  ["a taken claim name", "POST", `${AS}/claims`, claim, 400, "E0000001", `name: ${NAME_TAKEN} this authorization server`],
  ["a reserved claim name", "POST", `${AS}/claims`, { ...claim, name: "scp" }, 400, "E0000001", "name: 'scp' is a reserved claim name"],
  ["a claim without value", "POST", `${AS}/claims`, { ...claim, name: "c", value: null }, 400, "E0000001", "value: The field cannot be left blank"],
  ["a claim for an unknown scope", "POST", `${AS}/claims`, { ...claim, name: "c", conditions: { scopes: ["neo4j"] } }, 400, "E0000001", "conditions.scopes: not scopes of this authorization server: neo4j"],
  ["a claim of 1025 characters", "POST", `${AS}/claims`, { ...claim, name: "c", value: "x".repeat(1025) }, 400, "E0000001", "value: Too big: expected string to have <=1024 characters"],
  ["groupFilterType for group_filter_type", "POST", `${AS}/claims`, { ...claim, name: "c", groupFilterType: "REGEX" }, 400, "E0000003", "Unrecognized field: groupFilterType"],
  ["a groups claim without filter", "POST", `${AS}/claims`, { ...claim, name: "c", valueType: "GROUPS" }, 400, "E0000001", "group_filter_type: goes with valueType GROUPS, and only with it"],
  ["a new system claim", "POST", `${AS}/claims`, { ...claim, name: "c", valueType: "SYSTEM" }, 400, "E0000001", "valueType: only a claim that Okta made is SYSTEM"],
  ["a taken policy name", "POST", `${AS}/policies`, policy, 400, "E0000001", `name: ${NAME_TAKEN} this authorization server`],
  ["a policy without description", "POST", `${AS}/policies`, { ...policy, name: "p", description: "" }, 400, "E0000001", "description: Too small"],
  ["a policy name of 101 characters", "POST", `${AS}/policies`, { ...policy, name: "p".repeat(101) }, 400, "E0000001", "name: Too big: expected string to have <=100 characters"],
  ["a policy without clients", "POST", `${AS}/policies`, { ...policy, name: "p", conditions: {} }, 400, "E0000001", "conditions.clients: The field cannot be left blank"],
  ["a policy for an unknown client", "POST", `${AS}/policies`, { ...policy, name: "p", conditions: { clients: { include: ["nobody"] } } }, 400, "E0000001", "conditions.clients.include: not clients of this organization: nobody"],
  ["a policy for all and one", "POST", `${AS}/policies`, { ...policy, name: "p", conditions: { clients: { include: ["ALL_CLIENTS", "taken-client"] } } }, 400, "E0000001", "conditions.clients.include: ALL_CLIENTS stands alone"],
  ["priority zero", "POST", `${AS}/policies`, { ...policy, name: "p", priority: 0 }, 400, "E0000001", "priority: Too small"],
  ["a taken rule name", "POST", RULES, rule, 400, "E0000001", `name: ${NAME_TAKEN} this policy`],
  ["a rule for an unknown scope", "POST", RULES, conditions({ scopes: { include: ["neo4j"] } }), 400, "E0000001", "conditions.scopes.include: Invalid value: neo4j"],
  ["a rule for an unknown grant", "POST", RULES, conditions({ grantTypes: { include: ["client"] } }), 400, "E0000001", "conditions.grantTypes.include: Invalid value: client"],
  ["a rule for an unknown group", "POST", RULES, conditions({ people: { groups: { include: ["00gX"] } } }), 400, "E0000001", "conditions.people.groups.include: Invalid value: 00gX"],
  ["implicit without people", "POST", RULES, conditions({ grantTypes: { include: ["implicit"] } }), 400, "E0000001", "conditions.people: implicit needs users or groups to include"],
  ["a token of 4 minutes", "POST", RULES, lifetimes({ accessTokenLifetimeMinutes: 4 }), 400, "E0000001", "actions.token.accessTokenLifetimeMinutes: Too small: expected number to be >=5"],
  ["a token of 1441 minutes", "POST", RULES, lifetimes({ accessTokenLifetimeMinutes: 1441 }), 400, "E0000001", "actions.token.accessTokenLifetimeMinutes: Too big: expected number to be <=1440"],
  ["a refresh window out of order", "POST", RULES, lifetimes({ refreshTokenLifetimeMinutes: 100, refreshTokenWindowMinutes: 200 }), 400, "E0000001", "actions.token.refreshTokenWindowMinutes: must lie between"],
  ["a taken group name", "POST", "/api/v1/groups", { profile: { name: "taken" } }, 400, "E0000001", `name: ${NAME_TAKEN} the current organization`],
  ["a taken group name on PUT", "PUT", GROUP, { profile: { name: "taken" } }, 400, "E0000001", `name: ${NAME_TAKEN} the current organization`],
  ["a taken server name on PUT", "PUT", AS, { name: "default", audiences: ["a"] }, 400, "E0000001", `name: ${NAME_TAKEN} the current organization`],
  ["a taken scope name on PUT", "PUT", SCOPE, { name: "taken" }, 400, "E0000001", `name: ${NAME_TAKEN} this authorization server`],
  ["a taken claim name on PUT", "PUT", CLAIM, claim, 400, "E0000001", `name: ${NAME_TAKEN} this authorization server`],
  ["a taken policy name on PUT", "PUT", POLICY, policy, 400, "E0000001", `name: ${NAME_TAKEN} this authorization server`],
  ["a taken rule name on PUT", "PUT", RULE, rule, 400, "E0000001", `name: ${NAME_TAKEN} this policy`],
  ["a taken origin name on PUT", "PUT", ORIGIN, { ...origin, origin: "https://third.example.com" }, 400, "E0000001", `name: ${NAME_TAKEN} the current organization`],
  ["a taken origin on PUT", "PUT", ORIGIN, { ...origin, name: "third" }, 400, "E0000001", `origin: ${NAME_TAKEN} the current organization`],
  ["a taken role label on PUT", "PUT", ROLE, { label: "taken", description: "d" }, 400, "E0000001", `label: ${NAME_TAKEN} the current organization`],
  ["a taken set label", "POST", "/api/v1/iam/resource-sets", set, 400, "E0000001", `label: ${NAME_TAKEN} the current organization`],
  ["a taken set label on PUT", "PUT", SET, set, 400, "E0000001", `label: ${NAME_TAKEN} the current organization`],
  ["a taken role label", "POST", "/api/v1/iam/roles", role, 400, "E0000001", `label: ${NAME_TAKEN} the current organization`],
  ["a permission of no kind", "POST", "/api/v1/iam/roles", { ...role, label: "r", permissions: ["everything"] }, 400, "E0000001", "permissions.0: must be a permission such as okta.apps.read"],
  ["a permission of no kind, alone", "POST", `${ROLE}/permissions/everything`, undefined, 400, "E0000001", "permissionType: 'everything' is not a permission such as okta.apps.read"],
  ["the last permission taken away", "DELETE", `${ROLE}/permissions/okta.apps.read`, undefined, 400, "E0000001", "permissions: a role has at least one permission"],
  ["an unknown permission", "GET", `${ROLE}/permissions/okta.users.read`, undefined, 404, "E0000007", "Not found: Resource not found: okta.users.read (Permission)"],
  ["a resource of another org", "POST", "/api/v1/iam/resource-sets", { label: "s", description: "d", resources: ["https://example.okta.com/api/v1/groups"] }, 400, "E0000001", "resources: 'https://example.okta.com/api/v1/groups' is not the address of a resource of this org"],
  ["a resource of an unknown kind", "POST", "/api/v1/iam/resource-sets", { ...set, label: "s", resources: [`${okta.url}/api/v1/logs`] }, 400, "E0000001", "is not the address of a resource of this org"],
  ["an unknown app as resource", "POST", "/api/v1/iam/resource-sets", { ...set, label: "s", resources: [`${okta.url}/api/v1/apps/0oaX`] }, 400, "E0000001", "is not the address of a resource of this org"],
  ["an app's users as resource", "POST", "/api/v1/iam/resource-sets", { ...set, label: "s", resources: [`${okta.url}${APP}/users`] }, 400, "E0000001", "is not the address of a resource of this org"],
  ["a group's apps as resource", "POST", "/api/v1/iam/resource-sets", { ...set, label: "s", resources: [`${okta.url}${GROUP}/apps`] }, 400, "E0000001", "is not the address of a resource of this org"],
  ["a resource twice", "POST", "/api/v1/iam/resource-sets", { ...set, label: "s", resources: [`${okta.url}${GROUP}`, `${okta.url}${GROUP}`] }, 400, "E0000001", "is in the set already"],
  ["a binding of an unknown role", "POST", `${SET}/bindings`, { role: "nothing", members: [`${okta.url}${GROUP}`] }, 400, "E0000001", "role: 'nothing' is not a custom role of this org"],
  ["an unknown user as member", "POST", `${SET}/bindings`, { role: "other", members: [`${okta.url}/api/v1/users/00uX`] }, 400, "E0000001", "is not the address of a user, a group or a client of this org"],
  ["an app's address as member", "POST", `${SET}/bindings`, { role: "other", members: [`${okta.url}${APP}`] }, 400, "E0000001", "is not the address of a user, a group or a client of this org"],
  ["a member twice", "POST", `${SET}/bindings`, { role: "other", members: [`${okta.url}${GROUP}`, `${okta.url}${GROUP}`] }, 400, "E0000001", "is a member already"],
  ["a binding without members", "POST", `${SET}/bindings`, { role: "other", members: [] }, 400, "E0000001", "members: Too small"],
  ["a custom role that is none", "POST", "/oauth2/v1/clients/taken-client/roles", { type: "CUSTOM", role: "nothing", "resource-set": "other" }, 400, "E0000001", "role: 'nothing' is not a custom role of this org"],
  ["a resource set that is none", "POST", "/oauth2/v1/clients/taken-client/roles", { type: "CUSTOM", role: "other", "resource-set": "nothing" }, 400, "E0000001", "resource-set: 'nothing' is not a resource set of this org"],
  ["an unknown admin role", "POST", "/oauth2/v1/clients/taken-client/roles", { type: "BOSS" }, 400, "E0000001", "type: Invalid discriminator value. Expected 'CUSTOM' | 'SUPER_ADMIN'"],
  ["roles of an unknown client", "GET", "/oauth2/v1/clients/nobody/roles", undefined, 404, "E0000007", "Not found: Resource not found: nobody (PublicClientApp)"],
  ["an origin with a path", "POST", "/api/v1/trustedOrigins", { ...origin, name: "o", origin: "https://a.example/path" }, 400, "E0000001", "origin: must be an http or https origin without path"],
  ["a taken origin", "POST", "/api/v1/trustedOrigins", { ...origin, name: "o" }, 400, "E0000001", `origin: ${NAME_TAKEN} the current organization`],
  ["policies of another type", "GET", "/api/v1/policies?type=PASSWORD", undefined, 400, "E0000001", "type: only ACCESS_POLICY is supported"],
  ["a path that Okta has and this does not", "GET", "/api/v1/zones", undefined, 404, "E0000007", "Not found: Resource not found: /api/v1/zones (Endpoint)"],
  ["a method that the path has not", "PATCH", APP, {}, 405, "E0000022", "The endpoint does not support the provided HTTP method"],
];

test.each(cases)("%s", async (_what, method, path, body, status, code, message) => {
  const before = JSON.stringify([...okta.org.apps, ...okta.org.authorizationServers]);
  const answer = await admin.call(method, path, body);
  expect(answer.status).toBe(status);
  expect(answer.body).toEqual({
    errorCode: code,
    errorSummary: expect.any(String),
    errorLink: code,
    errorId: expect.stringMatching(/^oae\w{17}$/),
    errorCauses: expect.any(Array),
  });
  const said = [answer.body.errorSummary, ...answer.body.errorCauses.map(summaryOf)].join("\n");
  expect(said).toContain(message);
  expect(JSON.stringify([...okta.org.apps, ...okta.org.authorizationServers])).toBe(before);
});

function summaryOf({ errorSummary }: { errorSummary: string }): string {
  return errorSummary;
}
