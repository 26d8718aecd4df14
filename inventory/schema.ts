import { z } from "zod";

const texts = z.array(z.string());
const minutes = z.number().min(0);

const routeSchema = z
  .strictObject({
    role: z.string().describe("The Neo4j role; * is the role of any name."),
    neo4j: z.string().describe("The database server: namespace and name."),
    provider: z.string().describe("Its OIDC provider that takes the token, without oidc-."),
    group: z.string().describe("The group that stands for the role; * is any group."),
    claim: z.string().describe("The claim that says the group."),
    scope: z.string().describe("The scope that the claim comes with."),
    rule: z.string().describe("The rule that grants the scope."),
    policy: z.string().describe("The access policy of the rule."),
    lifetimeMinutes: minutes.describe("How long such a token lasts."),
  })
  .describe("One way to a role.");

const loginSchema = z
  .strictObject({
    neo4j: z.string().describe("The database server."),
    tokenEndpoint: z.string().describe("Where to ask for the token."),
    audience: z.string().describe("aud of the token."),
    scope: z.string().describe("The scope to ask for."),
    lifetimeMinutes: minutes,
  })
  .describe("A token that a database server takes.");

const accountSchema = z
  .strictObject({
    name: z.string().describe("Label of the app at Okta."),
    clientId: z.string().describe("OAuth client id, and the user name in the database."),
    status: z.enum(["ACTIVE", "INACTIVE"]).describe("INACTIVE: it gets no token."),
    owner: z.string().optional().describe("The person or team to ask."),
    purpose: z.string().optional(),
    expires: z.string().optional().describe("Its last day, YYYY-MM-DD, UTC."),
    credential: z.string().describe("RFC 7591 token_endpoint_auth_method."),
    keyIds: texts.describe("Ids of its public keys at Okta."),
    jwksUri: z.string().optional().describe("Where Okta fetches its public keys."),
    scopes: texts.describe("Scopes that it is granted."),
    groups: texts.describe("Groups that claims say of it, also while it is INACTIVE."),
    roles: texts.describe("Neo4j roles that it can have now; PUBLIC is implied by a login."),
    tokenLifetimeMinutes: minutes.optional().describe("Of its longest token that a server takes."),
    routes: z.array(routeSchema).describe("Every way to each role."),
    logins: z.array(loginSchema).describe("Every token that a database server takes."),
    secrets: texts.describe("Kubernetes Secrets that hold its credential: namespace and name."),
    created: z.string().optional().describe("When the stack made the app."),
    modified: z
      .string()
      .optional()
      .describe("When the stack last changed the app: its credential is not younger by the stack."),
    unknown: texts.describe("What nobody can tell about its roles from the state."),
  })
  .describe("One app of the stack.");

const signInSchema = z
  .strictObject({
    name: z.string().describe("The provider's id, and the app where it is another than its own."),
    neo4j: z.string().describe("The database server: namespace and name."),
    provider: z.string().describe("Its OIDC provider, without oidc-."),
    issuer: z.string().optional().describe("iss of the tokens."),
    app: z
      .string()
      .optional()
      .describe("Label of the app at Okta; absent: it is none of the stack."),
    status: z.enum(["ACTIVE", "INACTIVE"]).optional().describe("Of the app."),
    clientId: z.string().optional().describe("OAuth client id of Browser and Bloom."),
    groups: z.array(
      z
        .strictObject({
          group: z.string().describe("As its tokens say it; * is any group."),
          roles: texts.describe(
            "Neo4j roles of its members who sign in; * is the role of any name.",
          ),
          rolesKnown: z.boolean().describe("False: nobody can tell whether tokens say the group."),
          signsIn: z
            .enum(["yes", "unknown", "with-another", "elsewhere"])
            .describe(
              "Whether its members get in: yes; the stack does not tell; only with another group of theirs; an identity provider that is none of this stack decides.",
            ),
        })
        .describe("People, by a group: who is in it, the identity provider knows."),
    ),
    tokenLifetimeMinutes: minutes
      .optional()
      .describe("Of the longest token, where the stack says."),
    redirectUris: texts.describe("Where Okta sends people back to."),
    unknown: texts.describe("What nobody can tell about these people's roles from the state."),
  })
  .describe("One way for people to sign in.");

/** What `npm run access -- --json` prints. */
export const inventorySchema = z
  .strictObject({
    version: z.literal(1),
    accounts: z.array(accountSchema).describe("By name."),
    anyApp: z
      .array(routeSchema)
      .describe("What any other app of the org can have, by policies for all clients."),
    signIns: z
      .array(signInSchema)
      .describe("How people sign in, in the order in which Neo4j asks its providers."),
    databases: z.array(
      z
        .strictObject({
          name: z.string().describe("Namespace and name."),
          address: z.string().optional().describe("Bolt address inside the cluster."),
          roles: texts.describe("Roles that its providers map groups to."),
          hidden: texts.describe(
            "Settings that decide over access and are secret, so nobody can tell.",
          ),
          breakGlass: z.boolean().describe("True: the user neo4j logs in by password, as admin."),
        })
        .describe("One Neo4j server of the stack."),
    ),
    notLookedAt: texts.describe("What no state of this stack can tell."),
  })
  .describe("Who can have which database role, by what is deployed of one stack.");

/** Who can have which database role, by what is deployed. Same state, same bytes. */
export type Inventory = z.infer<typeof inventorySchema>;
/** One way for people to sign in. */
export type PeoplesWay = z.infer<typeof signInSchema>;
/** A group of people of it. */
export type PeoplesGroup = PeoplesWay["groups"][number];
/** One app of the stack. */
export type Account = Inventory["accounts"][number];
/** One way to a role. */
export type Route = z.infer<typeof routeSchema>;
