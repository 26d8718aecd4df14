/** A user of an identity provider. */
export interface Person {
  /** `sub`. */
  id: string;
  email: string;
  /** Names of groups; of Entra their object ids, or values of app roles. */
  groups: readonly string[];
}

/** What tells the tokens of one kind of identity provider from those of another. */
export interface IssuerShape {
  /** Path that everything is served below. */
  path: string;
  /** `iss` of ID tokens, and of the discovery document. @param base origin and path of the issuer */
  issuer: (base: string) => string;
  /** Claims of a person beside `sub`, in the tokens that Neo4j may get. */
  claims: (person: Person) => Record<string, unknown>;
  /** JWT access tokens. Undefined: access tokens are opaque. */
  accessToken?: { issuer?: string; audience: string };
  /** Of a client that has to say it, though everybody may read it. */
  clientSecret?: string;
}

const TENANT = "54e85725-ed2a-49a4-a19e-11c8d29f9a0f";

/** What an Entra tenant says of groups: their object ids, app roles, or where to ask if there are over 200. */
const ENTRA_GROUPS = {
  ids: (groups: readonly string[]) => ({ groups }),
  roles: (roles: readonly string[]) => (roles.length > 0 ? { roles } : {}),
  overage: () => ({
    _claim_names: { groups: "src1" },
    _claim_sources: { src1: { endpoint: `https://graph.windows.net/${TENANT}/users/x` } },
  }),
};

/**
 * Entra ID with access tokens of version 1: their issuer ends with a slash and is not the one of the
 * discovery document, which is that of ID tokens.
 */
export function entra(groups: keyof typeof ENTRA_GROUPS = "ids"): IssuerShape {
  return {
    path: `/${TENANT}/v2.0`,
    issuer: () => `https://login.microsoftonline.com/${TENANT}/v2.0`,
    claims: (person) => ({
      tid: TENANT,
      oid: `oid-${person.id}`,
      unique_name: person.email,
      preferred_username: person.email,
      ...ENTRA_GROUPS[groups](person.groups),
    }),
    accessToken: { issuer: `https://sts.windows.net/${TENANT}/`, audience: "api://neo4j-browser" },
  };
}

/** Google: opaque access tokens, no groups in ID tokens, and a client secret that is no secret. */
export function google(): IssuerShape {
  return {
    path: "",
    issuer: () => "https://accounts.google.com",
    claims: ({ email }) => ({ email, email_verified: true, hd: email.split("@")[1] }),
    clientSecret: "GOCSPX-everybody-may-read-this",
  };
}

/**
 * A realm of Keycloak.
 *
 * @param options.audience `account` unless the realm has an audience mapper
 * @param options.fullPath whether the group mapper writes `/engineers`, as it does by default
 */
export function keycloak({ audience = "neo4j", fullPath = false } = {}): IssuerShape {
  return {
    path: "/realms/company",
    issuer: (base) => base,
    claims: ({ email, groups }) => ({
      typ: "Bearer",
      preferred_username: email.split("@")[0],
      email,
      groups: groups.map((group) => (fullPath ? `/${group}` : group)),
    }),
    accessToken: { audience },
  };
}
