import { isDeepStrictEqual } from "node:util";
import type { OktaApi } from "../../okta-api/client.ts";
import { findApp } from "./apps.ts";
import { type Find, type Found, type Inputs, publicKey } from "./found.ts";
import { findGroup, findOrigin } from "./people.ts";

/**
 * How to find the object of each type: by its client id, or by its name on its server or in the org. What makes
 * use of an object is created after it, so an object that is in use is none that was lost. An app's group is
 * not among them: Okta takes the same assignment again.
 */
export const FIND: Readonly<Record<string, Find>> = {
  "okta:app/oAuth:OAuth": findApp,
  "okta:group/group:Group": findGroup,
  "okta:trustedorigin/origin:Origin": findOrigin,
  "okta:auth/server:Server": server,
  "okta:auth/serverScope:ServerScope": scope,
  "okta:auth/serverClaim:ServerClaim": claim,
  "okta:auth/serverPolicy:ServerPolicy": policy,
  "okta:auth/serverPolicyRule:ServerPolicyRule": rule,
};

/** The inputs that differ from what is at Okta, by name. */
export function differing({ seen }: Found, inputs: Inputs): string[] {
  const wanted: Inputs = {
    ...inputs,
    profile: parsed(inputs.profile),
    jwks: Array.isArray(inputs.jwks) ? inputs.jwks.map(publicKey) : undefined,
    scopes: Array.isArray(inputs.scopes) ? inputs.scopes.map(typeOf) : inputs.scopes,
  };
  return Object.keys(seen).filter(
    (name) => !isDeepStrictEqual(plain(seen[name]), plain(wanted[name])),
  );
}

/** A scope of an origin by its type, to which the plugin adds; that of a claim by its name. */
function typeOf(scope: unknown): unknown {
  return typeof scope === "object" ? (scope as { type?: unknown } | null)?.type : scope;
}

async function server(okta: OktaApi, { name }: Inputs): Promise<Found | undefined> {
  const found = (await okta.servers()).find((one) => one.name === name);
  if (found === undefined) return undefined;
  const { id, audiences, description, status } = found;
  const objects = [
    ...(await okta.policies(found)),
    ...(await okta.scopes(found)).filter(({ system }) => !system),
    ...(await okta.claims(found)).filter(({ system }) => !system),
  ];
  const names = objects.map((one) => one.name).join(", ");
  return { importId: id, seen: { audiences, description, status }, usedBy: names || undefined };
}

async function scope(okta: OktaApi, inputs: Inputs): Promise<Found | undefined> {
  const on = { id: String(inputs.authServerId) };
  const found = (await okta.scopes(on)).find(({ name }) => name === inputs.name);
  if (found === undefined) return undefined;
  const { id, name, displayName, description, consent, metadataPublish } = found;
  const claims = await okta.claims(on);
  const rules = await Promise.all((await okta.policies(on)).map((one) => okta.rules(on, one)));
  const using = [
    ...claims.filter(({ conditions }) => conditions?.scopes?.includes(name)),
    ...rules.flat().filter(({ conditions }) => conditions.scopes?.include?.includes(name)),
  ];
  return {
    importId: `${on.id}/${id}`,
    seen: { displayName, description, consent, metadataPublish },
    usedBy: using.map((one) => one.name).join(", ") || undefined,
  };
}

async function claim(okta: OktaApi, inputs: Inputs): Promise<Found | undefined> {
  const on = { id: String(inputs.authServerId) };
  const found = (await okta.claims(on)).find(
    ({ name, claimType }) => name === inputs.name && claimType === inputs.claimType,
  );
  if (found === undefined) return undefined;
  const { id, status, valueType, value, group_filter_type: groupFilterType, conditions } = found;
  return {
    importId: `${on.id}/${id}`,
    seen: { status, valueType, value, groupFilterType, scopes: conditions?.scopes },
  };
}

async function policy(okta: OktaApi, inputs: Inputs): Promise<Found | undefined> {
  const on = { id: String(inputs.authServerId) };
  const found = (await okta.policies(on)).find(({ name }) => name === inputs.name);
  if (found === undefined) return undefined;
  const { id, status, description, conditions } = found;
  const rules = await okta.rules(on, found);
  return {
    importId: `${on.id}/${id}`,
    seen: { status, description, clientWhitelists: conditions.clients.include },
    usedBy: rules.map(({ name }) => `the rule ${name}`).join(", ") || undefined,
  };
}

async function rule(okta: OktaApi, inputs: Inputs): Promise<Found | undefined> {
  const on = { id: String(inputs.authServerId) };
  const under = { id: String(inputs.policyId) };
  const found = (await okta.rules(on, under)).find(({ name }) => name === inputs.name);
  if (found === undefined) return undefined;
  const { id, status, actions, conditions } = found;
  return {
    importId: `${on.id}/${under.id}/${id}`,
    seen: {
      status,
      grantTypeWhitelists: conditions.grantTypes?.include,
      scopeWhitelists: conditions.scopes?.include,
      groupWhitelists: conditions.people?.groups?.include?.filter((id) => id !== "EVERYONE"),
      accessTokenLifetimeMinutes: actions.token?.accessTokenLifetimeMinutes,
    },
  };
}

/** Nothing said and nothing there are the same; the order of a list does not count. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) {
    if (value.length === 0) return undefined;
    return [...value].sort((one, other) => (JSON.stringify(one) < JSON.stringify(other) ? -1 : 1));
  }
  return value === null || value === "" ? undefined : value;
}

function parsed(value: unknown): unknown {
  try {
    return JSON.parse(String(value));
  } catch {
    return value;
  }
}
