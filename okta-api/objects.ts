import { z } from "zod";

/** Okta's objects, as far as they are read: other fields are dropped, so that no secret is ever kept. */
const keySchema = z.object({
  kid: z.string().nullish(),
  status: z.string().nullish(),
  created: z.string().nullish(),
  kty: z.string().nullish(),
  /** Public halves: of an RSA key, or of one on a curve. */
  n: z.string().nullish(),
  e: z.string().nullish(),
  x: z.string().nullish(),
  y: z.string().nullish(),
});
/** See {@link OktaApp}. */
export const appSchema = z.object({
  id: z.string(),
  label: z.string(),
  status: z.string(),
  profile: z.record(z.string(), z.unknown()).nullish(),
  credentials: z.object({
    oauthClient: z.object({
      client_id: z.string(),
      token_endpoint_auth_method: z.string().nullish(),
      pkce_required: z.boolean().nullish(),
    }),
  }),
  settings: z.object({
    /** True: everybody may use it, whomever it is assigned to. */
    implicitAssignment: z.boolean().nullish(),
    oauthClient: z.object({
      application_type: z.string().nullish(),
      grant_types: z.array(z.string()).nullish(),
      dpop_bound_access_tokens: z.boolean().nullish(),
      redirect_uris: z.array(z.string()).nullish(),
      post_logout_redirect_uris: z.array(z.string()).nullish(),
      jwks: z.object({ keys: z.array(keySchema) }).nullish(),
      jwks_uri: z.string().nullish(),
    }),
  }),
});
/** See {@link OktaServer}. */
export const serverSchema = z.object({
  id: z.string(),
  name: z.string(),
  status: z.string(),
  issuer: z.string(),
  audiences: z.array(z.string()),
  description: z.string().nullish(),
  /** Set: access tokens are encrypted. */
  accessTokenEncryptedResponseAlgorithm: z.string().nullish(),
});
const included = z.object({ include: z.array(z.string()).nullish() });
const chosen = included.extend({ exclude: z.array(z.string()).nullish() });
/** See {@link OktaPolicy}. */
export const policySchema = z.object({
  id: z.string(),
  name: z.string(),
  description: z.string().nullish(),
  status: z.string(),
  priority: z.number().nullish(),
  conditions: z.object({ clients: included }),
});
/** See {@link OktaRule}. */
export const ruleSchema = z.object({
  id: z.string(),
  name: z.string(),
  status: z.string(),
  actions: z.object({
    token: z.object({ accessTokenLifetimeMinutes: z.number().nullish() }).nullish(),
  }),
  priority: z.number().nullish(),
  conditions: z.object({
    grantTypes: included.nullish(),
    scopes: included.nullish(),
    people: z.object({ users: chosen.nullish(), groups: chosen.nullish() }).nullish(),
  }),
});
/** See {@link OktaClaim}. */
export const claimSchema = z.object({
  id: z.string(),
  name: z.string(),
  status: z.string(),
  system: z.boolean().nullish(),
  claimType: z.string(),
  valueType: z.string(),
  value: z.string().nullish(),
  group_filter_type: z.string().nullish(),
  conditions: z.object({ scopes: z.array(z.string()).nullish() }).nullish(),
});
/** See {@link OktaScope}. */
export const scopeSchema = z.object({
  id: z.string(),
  name: z.string(),
  system: z.boolean().nullish(),
  displayName: z.string().nullish(),
  description: z.string().nullish(),
  consent: z.string().nullish(),
  metadataPublish: z.string().nullish(),
});
/** See {@link OktaGroup}. */
export const groupSchema = z.object({
  id: z.string(),
  profile: z.object({ name: z.string(), description: z.string().nullish() }),
});
/** See {@link OktaGroupAssignment}. */
export const groupAssignmentSchema = z.object({ id: z.string() });
/** See {@link OktaTrustedOrigin}. */
export const trustedOriginSchema = z.object({
  id: z.string(),
  name: z.string(),
  origin: z.string(),
  status: z.string(),
  scopes: z.array(z.object({ type: z.string() })),
});
/** See {@link OktaUser}. */
export const userSchema = z.object({
  id: z.string(),
  status: z.string(),
  profile: z.object({ login: z.string(), email: z.string().nullish() }),
});

/** An app, as far as it is read. */
export type OktaApp = z.infer<typeof appSchema>;
/** An authorization server, as far as it is read. */
export type OktaServer = z.infer<typeof serverSchema>;
/** An access policy, as far as it is read. */
export type OktaPolicy = z.infer<typeof policySchema>;
/** A rule of an access policy, as far as it is read. */
export type OktaRule = z.infer<typeof ruleSchema>;
/** A claim of an authorization server, as far as it is read. */
export type OktaClaim = z.infer<typeof claimSchema>;
/** A scope of an authorization server, as far as it is read. */
export type OktaScope = z.infer<typeof scopeSchema>;
/** A group of people, as far as it is read. */
export type OktaGroup = z.infer<typeof groupSchema>;
/** A group that an app is assigned to; its id is the group's. */
export type OktaGroupAssignment = z.infer<typeof groupAssignmentSchema>;
/** A Trusted Origin, as far as it is read. */
export type OktaTrustedOrigin = z.infer<typeof trustedOriginSchema>;
/** A person of the org, as far as it is read. */
export type OktaUser = z.infer<typeof userSchema>;
