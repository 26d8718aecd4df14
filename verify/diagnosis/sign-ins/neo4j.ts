import { contractTrust } from "../../../access/sign-in/contract.ts";
import { signInSettings } from "../../../access/sign-in/settings.ts";
import type { Finding } from "../../checks/check.ts";
import type { Metadata, SignInContext } from "../../checks/context.ts";
import {
  AUTHENTICATION,
  AUTHORIZATION,
  type Expectation,
  exactly,
  listed,
  expectations as servicesExpectations,
} from "../expectations.ts";
import { findMissingRole, firstDifference } from "../neo4j.ts";

/** What decides about which tokens Neo4j takes, and what they are worth. */
const SERVER = ["dbms.security.auth_enabled", "dbms.security.require_local_user"];
const NAMES = [
  ...SERVER,
  AUTHENTICATION,
  AUTHORIZATION,
  ...["well_known_discovery_uri", "auth_endpoint", "token_endpoint", "jwks_uri", "issuer"],
  ...["audience", "auth_flow", "params", "config", "display_name"],
  ...["claims.username", "claims.groups", "get_groups_from_user_info"],
  "authorization.group_to_role_mapping",
];

/** The first of Neo4j's settings of a sign-in that differs, or a mapped role that does not exist. */
export async function settingsFinding(context: SignInContext): Promise<Finding | undefined> {
  const { breakGlass, signIn } = context;
  if (breakGlass === undefined) return undefined;
  const prefix = `dbms.security.oidc.${signIn.id}`;
  const running = await breakGlass.settings();
  const different = firstDifference(expectations(context, prefix), prefix, running, NAMES);
  const roles = Object.values(signIn.groups).flat();
  return different ?? findMissingRole(roles, await breakGlass.roles());
}

function expectations(context: SignInContext, prefix: string): Record<string, Expectation> {
  const { signIn, contract, evidence } = context;
  const { id, groupsClaim } = signIn;
  const declared = signInSettings(contractTrust(signIn));
  const services = servicesExpectations(contract);
  const own = Object.entries(declared).map(([name, wanted]) => [
    name.slice(prefix.length + 1),
    exactly(wanted),
  ]);
  return {
    ...Object.fromEntries(SERVER.map((name) => [name, services[name]])),
    ...undeclared(evidence.metadata),
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

/**
 * What the stack leaves out: Neo4j has it of nobody, or of the identity provider's document. Keys from elsewhere would
 * let in whom their owner likes, and so would a mapping.
 */
function undeclared(metadata: Metadata = {}): Record<string, Expectation> {
  const only = (documented: unknown): Expectation => ({
    wanted: "",
    holds: (value) => !value || value === documented,
    fix: "The stack does not set it.",
  });
  return {
    well_known_discovery_uri: only(undefined),
    auth_endpoint: only(metadata.authorization_endpoint),
    token_endpoint: only(metadata.token_endpoint),
    jwks_uri: only(metadata.jwks_uri),
    issuer: only(metadata.issuer),
    "claims.groups": only(undefined),
    "authorization.group_to_role_mapping": only(undefined),
  };
}

/** A map that has these entries, in any order and with any brackets around. */
function pairs(wanted = ""): Expectation {
  const all = wanted === "" ? [] : wanted.split(";");
  return { wanted, holds: (value = "") => all.every((pair) => hasPair(value, pair)) };
}

/** Whole: `client_id=a` is not in `client_id=ab`. */
function hasPair(map: string, pair: string): boolean {
  const entries = map.replace(/^[{[]|[}\]]$/g, "").replace(/[,;]\s*(?=\w+=)/g, ";");
  return `;${entries};`.includes(`;${pair};`);
}
