import type { Org } from "./org.ts";
import { applySeed } from "./seed/apply.ts";
import type { Seed } from "./seed/file.ts";

/** A person of a rehearsal. */
export interface SeedPerson {
  login: string;
  /** At least 8 characters with a lowercase letter, an uppercase letter and a digit; not the login. */
  password: string;
  /** Names of groups. Default: none. */
  groups?: readonly string[];
  status?: "ACTIVE" | "STAGED" | "SUSPENDED" | "DEPROVISIONED";
}

/** An org in which people sign in to one single-page app. */
export interface PeopleOptions {
  clientId: string;
  redirectUris: readonly string[];
  /** Where a browser may be sent after signing out. Default: nowhere. */
  postLogoutRedirectUris?: readonly string[];
  /** Origins of pages that may call the org. Default: none. */
  origins?: readonly string[];
  people: readonly SeedPerson[];
  /** Names of groups whose people may use the app. Default: all groups of the people. */
  assigned?: readonly string[];
  /** Groups claim of access tokens and ID tokens: those whose name begins so. Default: all. */
  groupsStartWith?: string;
  /** Audience of the server `default`. Default `api://default`. */
  audience?: string;
}

/**
 * A seed with a single-page app (`authorization_code` with PKCE, `refresh_token`), people in groups, a
 * `groups` claim, and a rule by which the people of the assigned groups get every scope of the server
 * `default`.
 */
export function peopleSeed(options: PeopleOptions): Seed {
  const { clientId, people, origins = [], audience = "api://default" } = options;
  const groups = [...new Set(people.flatMap((person) => person.groups ?? []))];
  const assigned = options.assigned ?? groups;
  return {
    groups: [...new Set([...groups, ...assigned])].map((name) => ({ profile: { name } })),
    users: people.map(userOf),
    apps: [{ ...appOf(options), groups: [...assigned] }],
    authorizationServers: [
      {
        name: "default",
        audiences: [audience],
        scopes: [],
        claims: ["RESOURCE", "IDENTITY"].map((claimType) =>
          groupsClaim(claimType, options.groupsStartWith ?? ""),
        ),
        policies: [policyOf(clientId, assigned)],
      },
    ],
    trustedOrigins: origins.map((origin) => ({
      name: origin,
      origin,
      scopes: [{ type: "CORS" }, { type: "REDIRECT" }],
    })),
  };
}

/** Adds people to an org that runs, in groups that it has. @throws Error with Okta's refusal */
export async function addPeople(org: Org, people: readonly SeedPerson[]): Promise<void> {
  const nothing = { groups: [], apps: [], authorizationServers: [], trustedOrigins: [] };
  await applySeed(org, { ...nothing, users: people.map(userOf) });
}

function userOf({ login, password, groups = [], status = "ACTIVE" }: SeedPerson) {
  const [firstName = login] = login.split("@");
  return {
    profile: { login, email: login, firstName, lastName: "Person" },
    credentials: { password: { value: password } },
    groups: [...groups],
    status,
  };
}

function appOf({ clientId, redirectUris, postLogoutRedirectUris = [] }: PeopleOptions) {
  return {
    name: "oidc_client",
    label: clientId,
    signOnMode: "OPENID_CONNECT",
    credentials: {
      oauthClient: {
        client_id: clientId,
        token_endpoint_auth_method: "none",
        pkce_required: true,
      },
    },
    settings: {
      oauthClient: {
        application_type: "browser",
        grant_types: ["authorization_code", "refresh_token"],
        response_types: ["code"],
        redirect_uris: redirectUris,
        post_logout_redirect_uris: postLogoutRedirectUris,
      },
    },
  };
}

function groupsClaim(claimType: string, value: string) {
  return {
    ...{ name: "groups", claimType, valueType: "GROUPS", alwaysIncludeInToken: true },
    ...(value === ""
      ? { group_filter_type: "REGEX", value: ".*" }
      : { group_filter_type: "STARTS_WITH", value }),
  };
}

function policyOf(clientId: string, groups: readonly string[]) {
  return {
    ...{ type: "OAUTH_AUTHORIZATION_POLICY", name: "People", description: "People who sign in" },
    conditions: { clients: { include: [clientId] } },
    rules: [
      {
        ...{ type: "RESOURCE_ACCESS", name: "Sign-in", actions: { token: {} } },
        conditions: {
          grantTypes: { include: ["authorization_code"] },
          people: { groups: { include: groups.length > 0 ? [...groups] : ["EVERYONE"] } },
          scopes: { include: ["*"] },
        },
      },
    ],
  };
}
