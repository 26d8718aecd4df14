import { type Finding, type Path, show } from "../../../../access/finding.ts";
import type { DraftSignIn } from "../../draft.ts";

/** Above it Entra ID leaves the groups out of a token, and names an address to ask instead. */
const ENTRA_GROUPS_IN_A_TOKEN = 200;
const OBJECT_ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Objections to what one identity provider cannot do. */
export function providerFindings(signIn: DraftSignIn, at: Path): Finding[] {
  const { provider, groups = {} } = signIn;
  const names = Object.keys(groups);
  if (provider === "google") return google(signIn, names, at);
  if (provider === "entra") return entra(signIn, names, at);
  if (provider === "okta" && names.length === 0) {
    return [
      {
        code: "sign-in-groups",
        at: [...at, "groups"],
        message: "is empty, so that nobody could use the app",
        allowed: "at least one group of Okta with its roles",
        fix: "name the groups whose members may sign in",
      },
    ];
  }
  return [];
}

function google({ tokenType, groups }: DraftSignIn, names: readonly string[], at: Path): Finding[] {
  const token: Finding[] =
    tokenType === "access_token"
      ? [
          {
            code: "sign-in-token",
            at: [...at, "tokenType"],
            message:
              "is access_token, and Google's access tokens are no JSON Web Tokens: Neo4j cannot read them",
            allowed: "id_token",
            fix: "remove it",
          },
        ]
      : [];
  if (groups === undefined || names.length === 0) return token;
  return [
    ...token,
    {
      code: "sign-in-groups",
      at: [...at, "groups"],
      message: "maps groups, and Google puts none into its tokens: nobody would get a role",
      allowed: "no groups; roles are granted to local users, under database.users",
      fix: "remove groups, and give each person a local user with auth oidc-<id> and roles",
    },
  ];
}

function entra(signIn: DraftSignIn, names: readonly string[], at: Path): Finding[] {
  if (names.length === 0) {
    return [
      {
        code: "sign-in-groups",
        at: [...at, "groups"],
        message: "is empty, so that everybody of the tenant could sign in, and do nothing",
        allowed: "at least one group or app role with its roles",
        fix: "map object ids of groups, or values of app roles with groupsFrom: roles",
      },
    ];
  }
  if (signIn.groupsFrom === "roles") return [];
  const foreign = names.filter((name) => !OBJECT_ID.test(name));
  return [
    ...foreign.map((name) => ({
      code: "entra-group",
      at: [...at, "groups", name],
      message: `is ${show(name)}, and Entra ID's tokens hold the object ids of groups, not their names`,
      allowed: "object ids, GUIDs in lower case; or groupsFrom: roles for app roles",
      fix: "copy the object id from the group's overview, or map app roles",
    })),
    ...(names.length > ENTRA_GROUPS_IN_A_TOKEN
      ? [
          {
            code: "entra-overage",
            at: [...at, "groups"],
            message: `maps ${names.length} groups, and Entra ID leaves all groups out of the token of a person who has over ${ENTRA_GROUPS_IN_A_TOKEN}`,
            allowed: `at most ${ENTRA_GROUPS_IN_A_TOKEN} groups, or app roles`,
            fix: "set groupsFrom: roles, and assign app roles to groups",
          },
        ]
      : []),
  ];
}
