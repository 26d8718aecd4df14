import { z } from "zod";

const namesSchema = z.strictObject({
  roles: z.array(z.string()),
  users: z.array(z.string()),
  authRules: z.array(z.string()),
});

/** What a stack declares inside of the database: roles, local users and auth rules. It holds no secret. */
export const declaredDatabaseSchema = z.strictObject({
  /** True: only tokens of local users are let in. Absent counts as false. */
  requireLocalUser: z.boolean().optional(),
  roles: z.array(
    z.strictObject({
      name: z.string(),
      /** As `SHOW PRIVILEGES AS COMMANDS` words them, without the role; sorted. */
      privileges: z.array(z.string()),
    }),
  ),
  users: z.array(
    z.strictObject({
      name: z.string(),
      /** Id at each provider, e.g. `oidc-google`. */
      auth: z.record(z.string(), z.string()),
      /** Whether the first password has to be changed; absent without a native login. */
      password: z.enum(["change-required", "permanent"]).optional(),
      homeDatabase: z.string().optional(),
      suspended: z.boolean(),
      /** Granted ones, sorted. */
      roles: z.array(z.string()),
    }),
  ),
  authRules: z.array(
    z.strictObject({
      name: z.string(),
      condition: z.string(),
      enabled: z.boolean(),
      /** Sorted. */
      roles: z.array(z.string()),
    }),
  ),
  /** What was declared once, and is to be dropped. */
  removed: namesSchema,
});

/** What a stack declares inside of the database. */
export type DeclaredDatabase = z.infer<typeof declaredDatabaseSchema>;
/** One local user of it. */
export type DeclaredUser = DeclaredDatabase["users"][number];
/** One auth rule of it. */
export type DeclaredAuthRule = DeclaredDatabase["authRules"][number];
/** Names of roles, users and auth rules. */
export type DatabaseNames = z.infer<typeof namesSchema>;
