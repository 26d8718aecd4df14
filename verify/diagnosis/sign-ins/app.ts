import type { OktaRule } from "../../../okta-api/objects.ts";
import { type Finding, show } from "../../checks/check.ts";
import { groupIdsOf } from "./groups.ts";
import { found, lookAt, noApp, noServer, type Scene } from "./look.ts";

/** The app, its redirect URIs, and whether the policy lets it have tokens. */
export const appFinding = lookAt(async ({ okta, signIn }) => {
  const app = await okta.app(signIn.clientId);
  if (app === undefined) return noApp(signIn);
  const { oauthClient } = app.settings;
  const { token_endpoint_auth_method: method, pkce_required: pkce } = app.credentials.oauthClient;
  const grants = oauthClient.grant_types ?? [];
  const uris = oauthClient.redirect_uris ?? [];
  const lacking = signIn.redirectUris.find((uri) => !uris.includes(uri));
  const stray = uris.find((uri) => !signIn.redirectUris.includes(uri));
  if (app.status !== "ACTIVE") return found("status of the app", `the app is ${app.status}`);
  if (lacking !== undefined) return found("redirect URIs of the app", `it has ${show(uris)}`);
  if (stray !== undefined) {
    return found("redirect URIs of the app", `${show(stray)} is one too, and would get codes`);
  }
  if (!grants.includes("authorization_code")) {
    return found("grant types of the app", `it has ${show(grants)}`);
  }
  if (oauthClient.application_type !== "browser" || method !== "none") {
    return found("type of the app", `it is ${oauthClient.application_type}, with ${method}`);
  }
  if (pkce === false) return found("pkce_required of the app", "it is false");
  return policyFinding({ okta, signIn });
});

async function policyFinding({
  okta,
  signIn,
}: Pick<Scene, "okta" | "signIn">): Promise<Finding | undefined> {
  const server = await okta.server(signIn.issuer ?? "");
  if (server === undefined) return noServer(signIn);
  const policies = (await okta.policies(server)).filter(({ conditions }) =>
    (conditions.clients.include ?? []).some((one) =>
      [signIn.clientId, "ALL_CLIENTS"].includes(one),
    ),
  );
  const active = policies.find(({ status }) => status === "ACTIVE");
  const setting = "access policy of the sign-in";
  if (policies[0] === undefined) return found(setting, `no policy lists ${signIn.clientId}`);
  if (active === undefined)
    return found(setting, `policy ${policies[0].name} is ${policies[0].status}`);
  const rule = (await okta.rules(server, active)).find(issuesCodes);
  const ofRule = "rule of the access policy";
  if (rule === undefined) {
    return found(ofRule, `policy ${active.name} has no active rule for authorization_code`);
  }
  const allowed = rule.conditions.people?.groups?.include ?? [];
  const ids = [...(await groupIdsOf(signIn, okta))];
  const [outside] = ids.find(([, id]) => !allowed.includes(id ?? "")) ?? [];
  return outside === undefined || allowed.includes("EVERYONE")
    ? undefined
    : found(ofRule, `rule ${rule.name} leaves group ${outside} out`);
}

function issuesCodes({ status, conditions }: OktaRule): boolean {
  return (
    status === "ACTIVE" && (conditions.grantTypes?.include ?? []).includes("authorization_code")
  );
}

/** Which pages may read Okta's answers. */
export const originFinding = lookAt(async ({ okta, signIn }) => {
  const known = await okta.trustedOrigins();
  for (const origin of signIn.origins) {
    const trusted = known.find((one) => one.origin === origin);
    const setting = `Trusted Origin ${origin}`;
    if (trusted === undefined) return found(setting, "there is none");
    if (trusted.status !== "ACTIVE") return found(setting, `it is ${trusted.status}`);
    const scopes = trusted.scopes.map(({ type }) => type);
    if (!scopes.includes("CORS")) return found(setting, `it is trusted for ${show(scopes)}`);
  }
  return undefined;
});

/** Who else gets tokens that Neo4j takes for people's: they would have the roles of their groups there. */
export const strangersFinding = lookAt(async ({ okta, signIn, contract }) => {
  // ID tokens are for one client each.
  if (signIn.tokenType === "id_token") return undefined;
  const server = await okta.server(signIn.issuer ?? "");
  if (server === undefined) return noServer(signIn);
  const ours = (contract.signIns ?? [])
    .filter(({ issuer }) => issuer === signIn.issuer)
    .map(({ clientId }) => clientId);
  for (const policy of await okta.policies(server)) {
    if (policy.status !== "ACTIVE") continue;
    const stranger = policy.conditions.clients.include?.find((client) => !ours.includes(client));
    const rules = stranger === undefined ? [] : await okta.rules(server, policy);
    if (stranger === undefined || !rules.some(({ status }) => status === "ACTIVE")) continue;
    return found("clients of the access policies", `${stranger} by policy ${policy.name}`);
  }
  return undefined;
});
