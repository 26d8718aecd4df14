import type { AccessContract } from "../../access/contract.ts";
import { oidcSettings } from "../../access/oidc-settings.ts";

/** Who may log in: the list must have our provider. */
export const AUTHENTICATION = "dbms.security.authentication_providers";
/** Whose groups count: the list must have our provider too. */
export const AUTHORIZATION = "dbms.security.authorization_providers";

/** What a running setting has to be. */
export interface Expectation {
  /** The declared value. */
  wanted: string;
  /** True for every value that does what the declared one does; undefined is an absent setting. */
  holds(value: string | undefined): boolean;
  /** Where the declared value alone would not say it. */
  fix?: string;
}

/** The settings that decide about logins with the stack's tokens, by name, or by what follows the provider's prefix. */
export function expectations(contract: AccessContract): Record<string, Expectation> {
  const { neo4j, issuer, discoveryUri, audience, groupsClaim, groups } = contract;
  const { providerId, nativeLogin } = neo4j;
  const declared = oidcSettings({
    providerId,
    nativeLogin,
    issuer,
    discoveryUri,
    audience,
    groupsClaim,
    groups,
  });
  const provider = `oidc-${providerId}`;
  const prefix = `${prefixOf(contract)}.`;
  const unless = (bad: string, wanted: string): Expectation => ({
    wanted,
    holds: (value) => value?.toLowerCase() !== bad,
  });
  return {
    ...Object.fromEntries(
      Object.entries(declared).map(([name, wanted]) => [name.replace(prefix, ""), exactly(wanted)]),
    ),
    "dbms.security.auth_enabled": unless("false", "true"),
    "dbms.security.require_local_user": contract.database?.requireLocalUser
      ? exactly("true")
      : unless("true", "false"),
    [AUTHENTICATION]: listed(provider),
    [AUTHORIZATION]: listed(provider),
    get_groups_from_user_info: unless("true", "false"),
    jwks_uri: { wanted: "", holds: (value) => !value || sameOrigin(value, issuer) },
    audience: listed(audience),
  };
}

/** `dbms.security.oidc.` and the id of the stack's provider. */
export function prefixOf({ neo4j }: AccessContract): string {
  return `dbms.security.oidc.${neo4j.providerId}`;
}

/** This value, letter by letter. */
export function exactly(wanted: string): Expectation {
  return { wanted, holds: (value) => value === wanted };
}

/** A list that has this entry. */
export function listed(wanted: string): Expectation {
  return {
    wanted,
    holds: (value) => entriesOf(value).includes(wanted),
    fix: `It has to list ${wanted}.`,
  };
}

/** Neo4j shows a list with or without brackets, depending on its release. */
function entriesOf(value = ""): string[] {
  return value
    .replace(/^\[|\]$/g, "")
    .split(",")
    .map((entry) => entry.trim());
}

function sameOrigin(uri: string, issuer: string): boolean {
  return URL.canParse(uri) && new URL(uri).origin === new URL(issuer).origin;
}
