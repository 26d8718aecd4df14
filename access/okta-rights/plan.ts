import { z } from "zod";
import { PERMISSIONS, type Permission } from "./permissions.ts";
import { RESOURCE_ALLOWED, readResource } from "./resources.ts";
import { API_SCOPES } from "./scopes.ts";

/** The three identities of a stack, in the order in which they are told. */
export const IDENTITIES = ["deployer", "reviewer", "rotator"] as const;

/** One of them. */
export type Identity = (typeof IDENTITIES)[number];

const assignmentSchema = z.strictObject({
  role: z.string().regex(/^[a-z][a-z0-9-]{0,30}$/, "must be a word such as manage"),
  permissions: z.array(z.enum(PERMISSIONS as [Permission, ...Permission[]])).min(1),
  resources: z
    .array(
      z.string().refine((text) => readResource(text) !== undefined, `must be ${RESOURCE_ALLOWED}`),
    )
    .min(1),
});

const privilegeSchema = z.strictObject({
  scopes: z.array(z.enum(API_SCOPES)).min(1),
  assignments: z
    .array(assignmentSchema)
    .min(1)
    .refine((all) => new Set(all.map(({ role }) => role)).size === all.length, {
      message: "must have each role once",
    }),
});

/** What `npm run deployer -- --output FILE` writes, and what `bootstrap/` declares. */
export const planSchema = z.strictObject({
  version: z.literal(1),
  // As Pulumi has it: the name is told in command lines.
  stack: z.string().regex(/^[\w.-]{1,100}$/, "must be the name of a stack"),
  identities: z.strictObject({
    deployer: privilegeSchema.optional(),
    reviewer: privilegeSchema.optional(),
    rotator: privilegeSchema.optional(),
  }),
});

/** What the identities of a stack may do at Okta. */
export type Plan = z.infer<typeof planSchema>;

/** What one identity may do: its API scopes, and custom roles each on its resource set. */
export type Privilege = z.infer<typeof privilegeSchema>;
