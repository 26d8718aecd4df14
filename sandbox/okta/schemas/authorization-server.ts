import { z } from "zod";
import { resource, statusSchema } from "./resource.ts";

/** What requests may say of an authorization server and of what belongs to it. */

const names = z.array(z.string().min(1));

/** Which address the issuer is named by. */
export const issuerModeSchema = z.enum(["ORG_URL", "CUSTOM_URL", "DYNAMIC"]);

/** An authorization server; Okta allows one audience. */
export const serverSchema = resource(
  {
    name: z.string().min(1).max(255),
    description: z.string().max(1000).nullable().default(null),
    audiences: names.length(1, "exactly one audience is supported"),
    issuerMode: issuerModeSchema.exactOptional(),
    credentials: z
      .strictObject({
        signing: z.strictObject({
          rotationMode: z.enum(["AUTO", "MANUAL"]).optional(),
          kid: z.unknown().optional(),
          use: z.unknown().optional(),
          lastRotated: z.unknown().optional(),
          nextRotation: z.unknown().optional(),
        }),
      })
      .optional(),
  },
  ["issuer", "status", "default"],
);

const textOrEmpty = z
  .string()
  .nullish()
  .transform((text) => text ?? "");

/** A scope. */
export const scopeSchema = resource(
  {
    name: z
      .string()
      .min(1)
      .max(255)
      .regex(/^[\x21\x23-\x5b\x5d-\x7e]+$/, "must not contain spaces, quotes or backslashes"),
    displayName: textOrEmpty,
    description: textOrEmpty,
    metadataPublish: z.enum(["ALL_CLIENTS", "NO_CLIENTS"]).default("NO_CLIENTS"),
    consent: z.enum(["IMPLICIT", "REQUIRED", "FLEXIBLE", "ADMIN"]).default("IMPLICIT"),
    optional: z.boolean().default(false),
    default: z.boolean().default(false),
  },
  ["system", "apiResourceId"],
);

/** A claim: `RESOURCE` in access tokens, `IDENTITY` in ID tokens. */
export const claimSchema = resource(
  {
    name: z.string().min(1).max(255),
    status: statusSchema.default("ACTIVE"),
    claimType: z.enum(["RESOURCE", "IDENTITY"]),
    valueType: z.enum(["EXPRESSION", "GROUPS", "SYSTEM"]),
    value: z.string().min(1).max(1024).nullable(),
    group_filter_type: z.enum(["STARTS_WITH", "EQUALS", "CONTAINS", "REGEX"]).nullish(),
    conditions: z.strictObject({ scopes: z.array(z.string()).nullish() }).nullish(),
    alwaysIncludeInToken: z.boolean().default(true),
  },
  ["system", "apiResourceId"],
).transform(({ group_filter_type: groupFilterType, conditions, ...claim }) => ({
  ...claim,
  scopes: conditions?.scopes ?? [],
  ...(groupFilterType ? { groupFilterType } : {}),
}));

/** An access policy. */
export const policySchema = resource(
  {
    type: z.literal("OAUTH_AUTHORIZATION_POLICY", { error: "must be OAUTH_AUTHORIZATION_POLICY" }),
    name: z.string().min(1).max(100),
    description: z.string().min(1).max(255),
    priority: z.int().min(1).optional(),
    status: statusSchema.optional(),
    conditions: z
      .strictObject({ clients: z.strictObject({ include: names }) })
      .default({ clients: { include: [] } }),
  },
  ["system"],
);

const people = z
  .strictObject({
    users: z
      .strictObject({ include: names.exactOptional(), exclude: names.default([]) })
      .prefault({}),
    groups: z
      .strictObject({ include: names.exactOptional(), exclude: names.exactOptional() })
      .default({}),
  })
  .prefault({});

/** A refresh token lives at least as long as its window, and that as an access token; 0 is without end. */
function hasFittingWindow(token: {
  accessTokenLifetimeMinutes: number;
  refreshTokenLifetimeMinutes: number;
  refreshTokenWindowMinutes: number;
}): boolean {
  const { refreshTokenLifetimeMinutes: lifetime, refreshTokenWindowMinutes: window } = token;
  return lifetime === 0 || (token.accessTokenLifetimeMinutes <= window && window <= lifetime);
}

/** A rule of an access policy: empty lists where Okta shows them, grant types sorted. */
export const ruleSchema = resource(
  {
    type: z.literal("RESOURCE_ACCESS", { error: "must be RESOURCE_ACCESS" }),
    name: z.string().min(1).max(255),
    priority: z.int().min(1).optional(),
    status: statusSchema.optional(),
    conditions: z.strictObject({
      people,
      grantTypes: z.strictObject({ include: names.min(1).transform((all) => all.toSorted()) }),
      scopes: z.strictObject({ include: names.default([]) }).prefault({}),
    }),
    actions: z.strictObject({
      token: z
        .strictObject({
          accessTokenLifetimeMinutes: z.int().min(5).max(1440).default(60),
          refreshTokenLifetimeMinutes: z.int().min(0).max(2_628_000).default(0),
          refreshTokenWindowMinutes: z.int().min(10).max(2_628_000).default(10_080),
          inlineHook: z.strictObject({ id: z.string() }).nullish(),
        })
        .refine(hasFittingWindow, {
          path: ["refreshTokenWindowMinutes"],
          error: "must lie between accessTokenLifetimeMinutes and refreshTokenLifetimeMinutes",
        })
        .transform(({ inlineHook, ...token }) => ({ ...token, ...(inlineHook && { inlineHook }) })),
    }),
  },
  ["system"],
);
