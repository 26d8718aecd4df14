import { filterCarries } from "../../../access/effective/groups-filter.ts";
import type { ContractSignIn } from "../../../access/sign-in/contract.ts";
import type { OktaApi } from "../../../okta-api/client.ts";
import type { OktaClaim, OktaRule, OktaServer } from "../../../okta-api/objects.ts";
import type { Finding } from "../../checks/check.ts";
import type { SignInContext } from "../../checks/context.ts";

const RESTORE = "Run pulumi up to restore it.";

/** A look at one kind of Okta's objects; undefined where they are as declared, or cannot be read. */
export type Look = (context: SignInContext) => Promise<Finding | undefined>;

/** Why a look tells nothing either way. */
export interface Unclear {
  unclear: string;
}

/** The app, its redirect URIs, and whether the policy lets it have tokens. */
export const appFinding: Look = async (context) => {
  const { okta, signIn } = context;
  if (!readable(context) || okta === undefined) return undefined;
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
  return policyFinding(context);
};

/** Who may use the app: a person in none of its groups is refused by Okta. */
export const groupsFinding: Look = async (context) => {
  const { okta, signIn } = context;
  if (!readable(context) || okta === undefined) return undefined;
  const app = await okta.app(signIn.clientId);
  if (app === undefined) return noApp(signIn);
  const declared = await groupIdsOf(signIn, okta);
  const absent = [...declared].find(([, id]) => id === undefined)?.[0];
  if (absent !== undefined) return found(`group ${absent}`, "there is no such group");
  const assigned = (await okta.groupAssignments(app)).map(({ id }) => id);
  const ids = [...declared.values()];
  const lacking = [...declared].find(([, id]) => !assigned.includes(id ?? ""))?.[0];
  if (lacking !== undefined) return found("groups of the app", `${lacking} is not assigned`);
  const stray = assigned.find((id) => !ids.includes(id));
  if (stray !== undefined) return found("groups of the app", `group ${stray} is assigned too`);
  if (app.settings.implicitAssignment === true) {
    return found("groups of the app", "everybody may use it, whomever it is assigned to");
  }
  return twinFinding(signIn, okta);
};

/** A token says names of groups: members of either have the roles, and only one of the two is looked after for it. */
async function twinFinding(
  { groups }: ContractSignIn,
  okta: OktaApi,
): Promise<Finding | undefined> {
  for (const name of Object.keys(groups)) {
    const all = await okta.groupsCalled(name);
    if (all.length < 2) continue;
    const fix = "Rename all but one at Okta, or in the directory that they come from.";
    const seen = `${all.length} groups have that name: ${all.map(({ id }) => id).join(", ")}`;
    return { ...found(`group ${name}`, seen), fix };
  }
  return undefined;
}

/** The claim that carries people's groups. */
export const claimFinding = async (
  context: SignInContext,
): Promise<Finding | Unclear | undefined> => {
  const { okta, signIn } = context;
  const { groupsClaim, tokenType } = signIn;
  if (okta === undefined || groupsClaim === undefined || !readable(context)) return undefined;
  const server = await serverOf(context);
  if (server === undefined) return noServer(signIn);
  const type = tokenType === "id_token" ? "IDENTITY" : "RESOURCE";
  const claims = (await okta.claims(server)).filter(
    (claim) => claim.name === groupsClaim && claim.claimType === type,
  );
  const setting = "groups claim of people's tokens";
  const [claim] = claims;
  if (claim === undefined) return found(setting, `the server has no claim ${groupsClaim}`);
  if (claims.length > 1) return found(setting, `${claims.length} claims have that name`);
  if (claim.status !== "ACTIVE") return found(setting, `the claim is ${claim.status}`);
  if (claim.valueType !== "GROUPS") return found(setting, `it is ${claim.valueType}, not GROUPS`);
  return filterFinding(claim, Object.keys(signIn.groups));
};

/** What an administrator of Okta wrote is never run: see `filterCarries`. */
function filterFinding(claim: OktaClaim, groups: readonly string[]): Finding | Unclear | undefined {
  const { group_filter_type: filter = "", value = "" } = claim;
  const said = (group: string) => {
    if (filter === "CONTAINS") return group.includes(value ?? "") ? "yes" : "no";
    const properties = { groupFilterType: filter ?? "", value: value ?? "" };
    return filterCarries({ urn: "", type: "", id: claim.id, properties }, group);
  };
  const all = groups.map((group) => ({ group, sure: said(group) }));
  const outside = all.find(({ sure }) => sure === "no");
  if (outside !== undefined) {
    return found(
      "filter of the groups claim",
      `${filter} ${show(value)} leaves ${outside.group} out`,
    );
  }
  return all.every(({ sure }) => sure === "yes")
    ? undefined
    : { unclear: `the filter ${filter} ${show(value)} is more than a list of names` };
}

/** Which pages may read Okta's answers. */
export const originFinding: Look = async (context) => {
  const { okta, signIn } = context;
  if (!readable(context) || okta === undefined) return undefined;
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
};

/** Who else gets tokens that Neo4j takes for people's: they would have the roles of their groups there. */
export const strangersFinding: Look = async (context) => {
  const { okta, signIn, contract } = context;
  // ID tokens are for one client each.
  if (okta === undefined || !readable(context) || signIn.tokenType === "id_token") return undefined;
  const server = await serverOf(context);
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
};

const policyFinding: Look = async (context) => {
  const { okta, signIn } = context;
  if (okta === undefined) return undefined;
  const server = await serverOf(context);
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
};

function issuesCodes({ status, conditions }: OktaRule): boolean {
  return (
    status === "ACTIVE" && (conditions.grantTypes?.include ?? []).includes("authorization_code")
  );
}

/** The ids of the mapped groups, by name; undefined for one that is not there. */
export async function groupIdsOf(
  { groups }: ContractSignIn,
  okta: OktaApi,
): Promise<Map<string, string | undefined>> {
  const names = Object.keys(groups);
  const ids = await Promise.all(names.map(async (name) => (await okta.group(name))?.id));
  return new Map(names.map((name, index) => [name, ids[index]]));
}

function serverOf(context: SignInContext): Promise<OktaServer | undefined> | undefined {
  const { okta, signIn } = context;
  return readable(context) ? okta?.server(signIn.issuer ?? "") : undefined;
}

/** Only Okta's objects can be read back. */
function readable({ signIn }: SignInContext): boolean {
  return signIn.provider === "okta";
}

function noApp({ clientId }: ContractSignIn): Finding {
  return found("app of the sign-in", `no app has the client id ${clientId}`);
}

function noServer({ issuer }: ContractSignIn): Finding {
  return found("authorization server of the sign-in", `no server has the issuer ${issuer}`);
}

function show(value: unknown): string {
  return JSON.stringify(value) ?? "nothing";
}

function found(setting: string, seen: string): Finding {
  return { side: "okta", setting, seen, fix: RESTORE };
}
