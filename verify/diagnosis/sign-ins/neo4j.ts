import { type ContractSignIn, contractTrust } from "../../../access/sign-in/contract.ts";
import { signInSettings } from "../../../access/sign-in/settings.ts";
import type { Finding } from "../../checks/check.ts";
import type { SignInContext } from "../../checks/context.ts";
import {
  AUTHENTICATION,
  AUTHORIZATION,
  type Expectation,
  exactly,
  listed,
} from "../expectations.ts";
import { findMissingRole, firstDifference } from "../neo4j.ts";

/** What decides about which tokens Neo4j takes, and what they are worth. */
const NAMES = [
  AUTHENTICATION,
  AUTHORIZATION,
  ...["well_known_discovery_uri", "auth_endpoint", "token_endpoint", "jwks_uri", "issuer"],
  ...["audience", "auth_flow", "params", "config", "display_name"],
  ...["claims.username", "claims.groups", "get_groups_from_user_info"],
  "authorization.group_to_role_mapping",
];

/** Why Neo4j does not offer a sign-in as declared; nothing but the offer itself is known without reading back. */
export async function diagnoseOffer(context: SignInContext): Promise<Finding | undefined> {
  return settingsFinding(context);
}

/** The first of Neo4j's settings of a sign-in that differs, or a mapped role that does not exist. */
export async function settingsFinding({
  breakGlass,
  signIn,
}: SignInContext): Promise<Finding | undefined> {
  if (breakGlass === undefined) return undefined;
  const prefix = `dbms.security.oidc.${signIn.id}`;
  const running = await breakGlass.settings();
  const different = firstDifference(expectations(signIn, prefix), prefix, running, NAMES);
  const roles = Object.values(signIn.groups).flat();
  return different ?? findMissingRole(roles, await breakGlass.roles());
}

function expectations(signIn: ContractSignIn, prefix: string): Record<string, Expectation> {
  const { id, groupsClaim } = signIn;
  const declared = signInSettings(contractTrust(signIn));
  const own = Object.entries(declared).map(([name, wanted]) => [
    name.slice(prefix.length + 1),
    exactly(wanted),
  ]);
  return {
    ...Object.fromEntries(own),
    // Neo4j shows its own spelling.
    auth_flow: { wanted: "pkce", holds: (value) => value?.toLowerCase() === "pkce" },
    params: pairs(declared[`${prefix}.params`]),
    config: pairs(declared[`${prefix}.config`]),
    [AUTHENTICATION]: listed(`oidc-${id}`),
    // Where a sign-in has no groups, roles are granted to local users.
    [AUTHORIZATION]: listed(groupsClaim === undefined ? "native" : `oidc-${id}`),
    get_groups_from_user_info: { wanted: "false", holds: (value) => value !== "true" },
  };
}

/** A map that has these entries, in any order and with any brackets around. */
function pairs(wanted = ""): Expectation {
  return {
    wanted,
    holds: (value = "") => wanted === "" || wanted.split(";").every((pair) => value.includes(pair)),
  };
}
