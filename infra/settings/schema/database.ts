import { z } from "zod";
import { text } from "./fields.ts";

const roleName = text({
  code: "role-name",
  pattern: /^[A-Za-z][A-Za-z0-9_]{0,62}$/,
  allowed: "up to 63 ASCII letters, digits and underscores, the first a letter",
  fix: "choose a name of that form; Neo4j takes no other for a role",
});

const userName = text({
  code: "user-name",
  pattern: /^(?!\*)[!-+\--9;-[\]-_a-~]{1,128}$/,
  allowed: 'up to 128 printable ASCII characters without spaces, ",", ":", "`" and "\\"',
  fix: "choose a name of that form; Neo4j takes no other for a user",
});

const ruleName = text({
  code: "auth-rule-name",
  pattern: /^[A-Za-z][A-Za-z0-9_]{0,62}$/,
  allowed: "up to 63 ASCII letters, digits and underscores, the first a letter",
  fix: "choose a name of that form",
});

const roles = z
  .array(z.string())
  .default([])
  .describe("Roles that it gets: built-in ones, those under `roles`, or `customRoles`.");

const roleSchema = z.strictObject({
  name: roleName.describe("Name of the role."),
  privileges: z
    .array(z.string())
    .default([])
    .describe(
      "What the role may do, and no more: `GRANT` or `DENY` clauses without `TO`, e.g. `GRANT MATCH {*} ON GRAPH neo4j NODES Person`.",
    ),
});

const userSchema = z.strictObject({
  name: userName.describe("Name of the user; not `neo4j`, which is the break-glass user."),
  auth: z
    .record(z.string(), z.string())
    .default({})
    .describe(
      "Its id at each provider, e.g. `oidc-google: jake@example.com`: the value of that provider's username claim.",
    ),
  password: z
    .enum(["change-required", "permanent"])
    .optional()
    .describe(
      "The user may log in with a password too, and has to change the first one, or not. The password itself is no setting: `npm run database -- --passwords FILE` hands it over once.",
    ),
  homeDatabase: text({
    code: "database-name",
    pattern: /^[A-Za-z][A-Za-z0-9.-]{0,62}$/,
    allowed: "up to 63 ASCII letters, digits, dots and hyphens, the first a letter",
    fix: "give the name of a database or of an alias",
  })
    .optional()
    .describe("Where its statements run that name no database."),
  suspended: z
    .boolean()
    .default(false)
    .describe("True: the user is kept, but not let in; tokens too, with `requireLocalUser`."),
  roles,
});

const authRuleSchema = z.strictObject({
  name: ruleName.describe("Name of the rule."),
  condition: z
    .string()
    .describe(
      "Cypher expression over claims, e.g. `abac.oidc.user_attribute('department') = 'sales'`.",
    ),
  enabled: z
    .boolean()
    .default(true)
    .describe("False: nobody has its roles, also before their token expires."),
  roles,
});

const names = (what: string) => z.array(z.string()).default([]).describe(`${what} to drop.`);

/** The setting `database`. */
export const databaseSchema = z
  .strictObject({
    requireLocalUser: z
      .boolean()
      .default(false)
      .describe(
        "True: only tokens of local users are let in, so every account and person needs one (Neo4j 5.24 and newer).",
      ),
    applyOnUp: z
      .boolean()
      .default(false)
      .describe(
        "True: `up` makes what is declared, by a Job with the image's cypher-shell. It takes nothing away; `npm run database` does.",
      ),
    roles: z.array(roleSchema).default([]).describe("Roles that are made, with their privileges."),
    users: z.array(userSchema).default([]).describe("Local users."),
    authRules: z
      .array(authRuleSchema)
      .default([])
      .describe("Rules that grant roles by claims of a token (chart 2026.3.0 and newer)."),
    removed: z
      .strictObject({
        roles: names("Roles"),
        users: names("Local users"),
        authRules: names("Auth rules"),
      })
      .prefault({})
      .describe(
        "Names that were declared here once: they are dropped. Nothing else ever is, unless `npm run database -- --prune` is asked to.",
      ),
  })
  .prefault({})
  .describe(
    "Roles, local users and auth rules inside of the database. `npm run database` shows and applies the difference.",
  );
