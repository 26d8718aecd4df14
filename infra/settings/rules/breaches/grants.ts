import { adminMapping } from "../../../../access/admin-mapping.ts";
import { effectiveRoles } from "../../../../access/effective-access.ts";
import { show } from "../../../../access/finding.ts";
import type { Draft } from "../../draft.ts";
import { isAnotherIssuer } from "../another-issuer.ts";
import { type Breach, configBreach, valueBreach } from "./breach.ts";
import { databaseBreaches } from "./database.ts";

const LESS_THAN_ADMIN = "groups that grant less than admin";

/** Roles that somebody gets: by the stack's own groups, or beside them. */
export function grantBreaches(draft: Draft): Breach[] {
  return [
    ...adminRoles(draft),
    ...adminGroups(draft),
    ...peoplesAdmins(draft),
    ...nativeNames(draft),
    ...sharedServer(draft),
    ...otherProviders(draft),
    ...authRules(draft),
    ...databaseBreaches(draft),
    ...initializers(draft),
  ];
}

function adminRoles({ accounts = [], groups = {} }: Draft): Breach[] {
  return accounts.flatMap(({ name, groups: own = [] }, index) =>
    effectiveRoles(own, groups).includes("admin")
      ? [
          {
            rule: "admin-role" as const,
            at: ["accounts", index, "groups"],
            message: `give ${show(name)} the role admin`,
            allowed: LESS_THAN_ADMIN,
            declared: true,
            account: name,
          },
        ]
      : [],
  );
}

/** A group that no account has may still come in a token of another app on the server. */
function adminGroups({ accounts = [], groups = {} }: Draft): Breach[] {
  const held = new Set(accounts.flatMap(({ groups: own = [] }) => own));
  return Object.keys(groups)
    .filter((group) => !held.has(group) && effectiveRoles([group], groups).includes("admin"))
    .map((group) => ({
      rule: "admin-role",
      at: ["groups", group],
      message: "grants the role admin to whoever has it",
      allowed: LESS_THAN_ADMIN,
      declared: true,
    }));
}

/** Whoever is a member of the group at the identity provider, today or later. */
function peoplesAdmins({ signIns }: Draft): Breach[] {
  return signIns.flatMap(({ groups = {} }, index) =>
    Object.keys(groups)
      .filter((group) => effectiveRoles([group], groups).includes("admin"))
      .map((group) => ({
        rule: "admin-role" as const,
        at: ["signIns", index, "groups", group],
        message: "grants the role admin to everybody in the group",
        allowed: LESS_THAN_ADMIN,
        declared: true as const,
      })),
  );
}

/**
 * Where `native` grants roles too, a user of its own name gives them, `neo4j` first of all. `sub` is nobody's choice, an
 * address of Google is Google's, and Okta's claims are those of its administrators.
 */
function nativeNames({ signIns, neo4j, database }: Draft): Breach[] {
  const grants =
    neo4j.nativeLogin !== false || signIns.some(({ provider }) => provider === "google");
  if (!grants || database?.requireLocalUser === true) return [];
  return signIns.flatMap(({ provider = "okta", usernameClaim = "sub" }, index) =>
    usernameClaim === "sub" || ["okta", "google"].includes(provider)
      ? []
      : [
          {
            rule: "native-names" as const,
            at: ["signIns", index, "usernameClaim"],
            message: `is ${show(usernameClaim)}: who gets to be called neo4j there has that native user's roles`,
            allowed: "sub, or database.requireLocalUser: true",
          },
        ],
  );
}

/** Any policy of an adopted server may let another client have the scope, and so the groups claim. */
function sharedServer({ authorizationServer, accounts }: Draft): Breach[] {
  const id = authorizationServer?.id;
  if (id === undefined || accounts?.length === 0) return [];
  return [
    {
      rule: "shared-server",
      at: ["authorizationServer", "id"],
      message: `is ${show(id)}, a server that is not this stack's alone`,
      allowed: "a dedicated server: { name, audience }",
    },
  ];
}

/** Further providers have mappings of their own, and may take our tokens too. */
function otherProviders({ authorizationServer, neo4j }: Draft): Breach[] {
  const { otherProviders: entries = [], config = {} } = neo4j;
  return entries.flatMap((entry) => {
    const prefix = `dbms.security.${entry.replace(/^oidc-/, "oidc.")}.`;
    return [
      ...adminRole(config, prefix),
      ...(entry === "ldap" ? [] : acceptsOurTokens(config, prefix, authorizationServer)),
    ];
  });
}

type Config = Readonly<Record<string, string>>;

function adminRole(config: Config, prefix: string): Breach[] {
  const found = adminMapping(config, prefix);
  return found ? [configBreach("admin-role", found.name, found.message, found.allowed)] : [];
}

function acceptsOurTokens(
  config: Config,
  prefix: string,
  ours: Draft["authorizationServer"],
): Breach[] {
  const name = `${prefix}audience`;
  const audiences = config[name]?.split(",").map((audience) => audience.trim()) ?? [];
  if (ours?.audience === undefined || !audiences.includes(ours.audience)) return [];
  const issuer = config[`${prefix}issuer`] ?? config[`${prefix}well_known_discovery_uri`];
  if (isAnotherIssuer(issuer, ours.id)) return [];
  return [
    configBreach(
      "other-provider",
      name,
      `holds ${show(ours.audience)}, the audience of this stack's tokens, which this provider would map by itself`,
      "an audience of its own, or the issuer of another authorization server",
    ),
  ];
}

function authRules({ neo4j: { config = {}, providerId } }: Draft): Breach[] {
  const name = "dbms.security.abac.authorization_providers";
  const listed = config[name]?.split(",").map((entry) => entry.trim()) ?? [];
  if (!listed.includes(`oidc-${providerId}`)) return [];
  const message = "lets rules in the database give the accounts roles that no group grants";
  return [configBreach("auth-rules", name, message, "providers other than the stack's own")];
}

function initializers({ neo4j: { values = {} } }: Draft): Breach[] {
  const { apoc_config: apoc } = values;
  const names = typeof apoc === "object" && apoc !== null ? Object.keys(apoc) : [];
  return names
    .filter((name) => /^apoc\.initializer\b/i.test(name.trim()))
    .map((name) =>
      valueBreach(
        "apoc-initializer",
        ["apoc_config", name],
        "runs statements as an administrator, who can grant any role",
        "no initializers; run such statements once, by hand",
      ),
    );
}
