import type { OktaApi } from "../../okta-api/client.ts";
import type { OktaApp, OktaRule, OktaServer } from "../../okta-api/objects.ts";
import type { Finding } from "../checks/check.ts";
import type { AccountContext } from "../checks/context.ts";

const RESTORE = "Run pulumi up to restore it.";

/** Why Okta refuses a token to the account. */
export async function diagnoseRefusal(context: AccountContext): Promise<Finding | undefined> {
  const { okta, evidence } = context;
  if (okta === undefined) return undefined;
  switch (evidence.refusal?.error) {
    case "invalid_client":
      return diagnoseClient(context, okta);
    case "access_denied":
      return diagnosePolicy(context, okta);
    case "invalid_scope":
      return diagnoseScope(context, okta);
    default:
      return undefined;
  }
}

/** Why Okta does not know the client or its credential. */
async function diagnoseClient(
  { account }: AccountContext,
  okta: OktaApi,
): Promise<Finding | undefined> {
  const app = await okta.app(account.clientId);
  if (app === undefined) {
    return found("app of the account", `no app has the client id ${account.clientId}`);
  }
  if (app.status !== "ACTIVE") return found("status of the app", `the app is ${app.status}`);
  const method = app.credentials.oauthClient.token_endpoint_auth_method;
  if (method !== account.credential) {
    return found("token_endpoint_auth_method of the app", `it is ${method}`);
  }
  return undefined;
}

/** Why no policy and rule let the client have the scope. */
async function diagnosePolicy(
  { account, contract }: AccountContext,
  okta: OktaApi,
): Promise<Finding | undefined> {
  const server = await okta.server(contract.issuer);
  if (server === undefined) return undefined;
  const policies = await okta.policies(server);
  const mine = policies.filter(({ conditions }) =>
    includes(conditions.clients.include, account.clientId, "ALL_CLIENTS"),
  );
  if (mine.length === 0) {
    return found("clients of the access policy", `no policy lists ${account.clientId}`);
  }
  const active = mine.filter(({ status }) => status === "ACTIVE");
  if (active.length === 0) {
    return found("status of the access policy", `policy ${mine[0]?.name} is ${mine[0]?.status}`);
  }
  const rules = (await Promise.all(active.map((policy) => okta.rules(server, policy)))).flat();
  return rules.length === 0
    ? found("rules of the access policy", "the policy has no rule")
    : nearestRule(rules, contract.scope);
}

/** What keeps the rule that comes closest from matching. */
function nearestRule(rules: readonly OktaRule[], scope: string): Finding | undefined {
  const faults = rules.map(({ name, status, conditions }) => {
    const grants = conditions.grantTypes?.include ?? [];
    const scopes = conditions.scopes?.include ?? [];
    return [
      status === "ACTIVE" ? undefined : found("status of the rule", `rule ${name} is ${status}`),
      grants.includes("client_credentials")
        ? undefined
        : found("grant types of the rule", `rule ${name} has ${JSON.stringify(grants)}`),
      includes(scopes, scope, "*")
        ? undefined
        : found("scopes of the rule", `rule ${name} has ${JSON.stringify(scopes)}`),
    ].filter((fault) => fault !== undefined);
  });
  return faults.sort((one, other) => one.length - other.length)[0]?.[0];
}

/** Why the groups claim is missing, of the wrong type or not as declared. */
export async function diagnoseClaim({
  account,
  contract,
  evidence,
  okta,
}: AccountContext): Promise<Finding | undefined> {
  if (okta === undefined) return undefined;
  const server = await okta.server(contract.issuer);
  const claim = server && (await accessTokenClaim(okta, server, contract.groupsClaim));
  if (claim === undefined) {
    return found("groups claim of the authorization server", "the server has no such claim");
  }
  if (claim.status !== "ACTIVE") {
    return found("status of the groups claim", `the claim is ${claim.status}`);
  }
  const scopes = claim.conditions?.scopes ?? [];
  if (scopes.length > 0 && !scopes.includes(contract.scope)) {
    return found("scopes of the groups claim", `the claim is bound to ${JSON.stringify(scopes)}`);
  }
  const attribute = /\bapp\.profile\.(\w+)/.exec(claim.value ?? "")?.[1];
  if (claim.valueType !== "EXPRESSION" || attribute === undefined) {
    return found("expression of the groups claim", `it is ${JSON.stringify(claim.value)}`);
  }
  const app = await okta.app(account.clientId);
  return app && profileFinding(app, attribute, account.groups, evidence.claims);
}

async function accessTokenClaim(okta: OktaApi, server: OktaServer, name: string) {
  const claims = await okta.claims(server);
  return claims.find((claim) => claim.name === name && claim.claimType === "RESOURCE");
}

function profileFinding(
  app: OktaApp,
  attribute: string,
  groups: readonly string[],
  claims: Record<string, unknown> | undefined,
): Finding | undefined {
  const value = app.profile?.[attribute];
  const setting = `${attribute} in the app's profile`;
  if (value === undefined || value === null) return found(setting, "the profile has no such value");
  if (JSON.stringify(value) === JSON.stringify(groups) && claims !== undefined) {
    return found("expression of the groups claim", "the profile is as declared, the claim is not");
  }
  return found(setting, `it is ${JSON.stringify(value)}`);
}

/** Why the scope is unknown or not the only one. */
async function diagnoseScope(
  { contract }: AccountContext,
  okta: OktaApi,
): Promise<Finding | undefined> {
  const server = await okta.server(contract.issuer);
  if (server === undefined) return undefined;
  const scopes = (await okta.scopes(server)).map(({ name }) => name);
  return scopes.includes(contract.scope)
    ? undefined
    : found("scope of the authorization server", `it has ${JSON.stringify(scopes)}`);
}

function includes(list: readonly string[] | null | undefined, ...wanted: string[]): boolean {
  return wanted.some((one) => list?.includes(one));
}

function found(setting: string, seen: string): Finding {
  return { side: "okta", setting, seen, fix: RESTORE };
}
