import { z } from "zod";
import { PROVIDER_ID_ALLOWED, PROVIDER_ID_PATTERN } from "../../../access/provider-id.ts";
import { authorizationServerSchema } from "./authorization.ts";
import { line, text } from "./fields.ts";
import { part, signInParameterFields } from "./sign-in-parameters.ts";

/** The identity providers of people. */
export const SIGN_IN_PROVIDERS = ["okta", "entra", "google", "keycloak", "oidc"] as const;

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** An audience alone: Neo4j reads a comma as a list, and $( as a command. */
const AUDIENCE = /^(?!.*\$\()[\x21\x23-\x2B\x2D-\x3A\x3C-\x7E]{1,200}$/;

const claim = (fix: string) =>
  text({
    code: "sign-in-claim",
    pattern: /^[A-Za-z_][\w.:/-]{0,99}$/,
    allowed: "the name of a claim",
    fix,
  });

const BROWSER =
  /^(https:\/\/[A-Za-z0-9][A-Za-z0-9.-]*|http:\/\/(localhost|127\.0\.0\.1))(:[0-9]{1,5})?\/([!$-;=@-~]*)$/;

const browserSchema = z
  .string()
  .refine((value) => BROWSER.test(value) && URL.canParse(value), {
    params: {
      code: "sign-in-browser",
      allowed: "an https:// address, or http:// of this machine, with a path and without ? and #",
      fix: "give the address at which Browser or Bloom opens, e.g. https://neo4j.example.com/browser/",
    },
  })
  .meta({ pattern: BROWSER.source });

const groupsFilterSchema = z
  .strictObject({
    startsWith: line("sign-in-filter", 1, 200, "give the beginning of the groups' names")
      .optional()
      .describe("Groups whose names begin with this."),
    regex: line("sign-in-filter", 1, 500, "give a regular expression of one line")
      .optional()
      .describe("Groups whose whole names match this regular expression."),
  })
  .describe("Which groups the claim may hold, instead of exactly those under `groups`.");

/** One item of `signIns`. Which keys belong to which provider is a rule of its own. */
export const signInSchema = z
  .strictObject({
    id: text({
      code: "provider-id",
      pattern: PROVIDER_ID_PATTERN,
      allowed: PROVIDER_ID_ALLOWED,
      fix: "choose an id of that form; Neo4j reads a dot as the end of the id",
    }).describe(
      "Id of the OIDC provider in Neo4j, without `oidc-`; part of the redirect URI. A change needs the redirect URI to follow.",
    ),
    provider: z
      .enum(SIGN_IN_PROVIDERS)
      .describe(
        "Who signs people in. With `okta` the program declares both halves; with the others Neo4j's.",
      ),
    displayName: text({
      code: "sign-in-name",
      pattern: /^(?!.*\$\()(?=.*\S)[^\p{Cc}\p{Cf}\p{Zl}\p{Zp}]{1,40}$/u,
      allowed: "one line of 1 to 40 characters without $(",
      fix: "give the button a short name; Neo4j would run $( as a command",
    })
      .optional()
      .describe("Label of the button in Browser and Bloom. Default: the provider's name."),
    tokenType: z
      .enum(["access_token", "id_token"])
      .optional()
      .describe(
        "Which token opens the database. Default: `access_token`, which lives shorter; `id_token` for Google, which has no other that Neo4j can read.",
      ),
    authFlow: text({
      code: "sign-in-flow",
      pattern: /^pkce$/,
      allowed: "pkce",
      fix: "remove it: the implicit flow is deprecated since Neo4j 2026.06, and puts tokens into addresses",
    })
      .default("pkce")
      .describe("Authorization code with PKCE (RFC 7636); there is no other."),
    browsers: z
      .array(browserSchema)
      .describe(
        "Addresses of Browser and Bloom, as people open them. Each gives a redirect URI, `<address>?idp_id=<id>&auth_flow_step=redirect_uri`.",
      ),
    groups: z
      .record(z.string(), z.array(z.string()))
      .default({})
      .describe(
        "The provider's groups to Neo4j roles: names; for Entra ID object ids, or values of app roles.",
      ),
    groupsClaim: claim("give the claim that carries the groups")
      .optional()
      .describe(
        "The claim that carries the groups: `okta`, `keycloak`, `oidc`. Default: `groups`.",
      ),
    usernameClaim: claim("name a claim; sub is the only one that never changes")
      .default("sub")
      .describe(
        "The claim that Neo4j takes the user name from. Any other than `sub` needs a `usernameReason`.",
      ),
    usernameReason: line(
      "username-reason",
      10,
      200,
      "say why sub will not do, and who may change the claim",
    )
      .optional()
      .describe("Why the user name is not `sub`, the only claim that is unique and stays."),
    principal: claim("name a claim of the token")
      .optional()
      .describe(
        "The claim that Browser shows as the name. Default: Browser's choice, `email` or `sub`.",
      ),
    clientId: part("sign-in-client", "copy the client id from the identity provider")
      .optional()
      .describe("Client id of Browser and Bloom; `okta` makes its own."),
    authorizationServer: authorizationServerSchema
      .optional()
      .describe(
        "`okta`: the authorization server that issues people's tokens. Not the services' own, unless `tokenType` is `id_token`; left out, it is that one.",
      ),
    createGroups: z
      .boolean()
      .optional()
      .describe(
        "`okta`: true creates the groups at Okta, without members; default false: they are there, and are found by name. A created group that is listed no more is deleted, with whoever is in it.",
      ),
    createOrigins: z
      .boolean()
      .optional()
      .describe(
        "`okta`: false leaves the Trusted Origins of `browsers` to somebody else, as to another stack with the same address: Okta has each once. Default: true.",
      ),
    groupsFilter: groupsFilterSchema.optional(),
    usernameExpression: line("sign-in-expression", 1, 200, "write it in Okta Expression Language")
      .optional()
      .describe("`okta`: makes the claim `usernameClaim` with this value, e.g. `user.login`."),
    tenant: text({
      code: "entra-tenant",
      pattern: GUID,
      allowed: "the directory (tenant) id, a GUID in lower case",
      fix: "copy it from the overview of the app; names and `common` would let other directories in",
    })
      .optional()
      .describe("`entra`: directory (tenant) id."),
    apiScope: part("entra-scope", 'take the name of a scope under "Expose an API"')
      .optional()
      .describe("`entra`, access tokens: name of the scope under *Expose an API*."),
    accessTokenVersion: z
      .union([z.literal(1), z.literal(2)])
      .optional()
      .describe(
        "`entra`, access tokens: `requestedAccessTokenVersion` of the app's manifest. Default: 1, Entra's own.",
      ),
    groupsFrom: z
      .enum(["groups", "roles"])
      .optional()
      .describe(
        "`entra`: `groups` are object ids, of which Entra leaves all out for a person who has over 200; `roles` are the app's own roles. Default: `groups`.",
      ),
    issuer: text({
      code: "sign-in-issuer",
      pattern: /^https:\/\/[A-Za-z0-9][A-Za-z0-9.-]*(:[0-9]{1,5})?(\/[!%-:=@-~]*)?$/,
      allowed: "an https:// URL in ASCII without user, password, query, fragment, $ and ;",
      fix: "give the issuer, as the discovery document has it",
    })
      .optional()
      .describe("`keycloak`, `oidc`: `iss` of the tokens; for Keycloak the address of the realm."),
    audience: text({
      code: "sign-in-audience",
      pattern: AUDIENCE,
      allowed: "1 to 200 ASCII characters without spaces, commas, quotes, ; and $(",
      fix: "give one plain audience; Neo4j reads a comma as a list, and $( as a command",
    })
      .optional()
      .describe("`keycloak`, `oidc`: `aud` of the tokens. Default: the client id."),
    ...signInParameterFields,
  })
  .describe("One way for people to sign in.");
