import { z } from "zod";
import { DEFAULTS } from "../../access/defaults.ts";
import { accountSchema } from "./schema/account.ts";
import { authorizationServerSchema, claimSchema, scopeSchema } from "./schema/authorization.ts";
import { databaseSchema } from "./schema/database.ts";
import { whole } from "./schema/fields.ts";
import { neo4jSchema } from "./schema/neo4j.ts";
import { waiverSchema } from "./schema/production.ts";
import { signInSchema } from "./schema/sign-in.ts";

/** Every key of the configuration namespace, with its documentation and default. */
export const settingsFields = {
  authorizationServer: authorizationServerSchema,
  tokenLifetimeMinutes: whole("token-lifetime", 5, 1440, "minutes")
    .default(DEFAULTS.tokenLifetimeMinutes)
    .describe(
      "Lifetime of access tokens in minutes, of services and of people. Neo4j ends a session when its token expires.",
    ),
  scope: scopeSchema,
  claim: claimSchema,
  groups: z
    .record(z.string(), z.array(z.string()))
    .default({})
    .describe(
      "Service accounts' groups to Neo4j roles. Any mapping turns Neo4j's automatic same-name mapping off, for all groups.",
    ),
  customRoles: z
    .array(z.string())
    .default([])
    .describe("Roles made with `CREATE ROLE`. Any other role must be a built-in one."),
  accounts: z
    .array(accountSchema)
    .describe("The service accounts; `[]` in a stack where people alone sign in."),
  signIns: z
    .array(signInSchema)
    .default([])
    .describe(
      "How people sign in with Browser and Bloom, beside the services: tried in this order, after the services' provider.",
    ),
  neo4j: neo4jSchema,
  database: databaseSchema,
  production: z
    .boolean()
    .default(false)
    .describe(
      "True: production rules apply, and the authorization and Neo4j are protected from deletion (see `deletionProtection`).",
    ),
  waivers: z.array(waiverSchema).default([]).describe("Dated exceptions from production rules."),
  deletionProtection: z
    .enum(["auto", "always", "never"])
    .default("auto")
    .describe(
      "Whether Pulumi refuses to delete or replace the authorization (a created server, scope, claim, policy, rule), people's apps and created groups, and Neo4j (namespace, password, release). Accounts can always be removed, and so can a group of a sign-in. `auto`: in a stack marked `production`.",
    ),
};

/** The settings as they are written. */
export const settingsSchema = z.strictObject(settingsFields);

/** The settings after defaults, before the rules. */
export type ParsedSettings = z.output<typeof settingsSchema>;
