import { z } from "zod";

/** Okta's objects, as far as verification reads them; see Okta's API reference for the fields. */
/** See {@link OktaApp}. */
export const appSchema = z.looseObject({
  status: z.string(),
  profile: z.record(z.string(), z.unknown()).nullish(),
  credentials: z.looseObject({
    oauthClient: z.looseObject({
      client_id: z.string(),
      token_endpoint_auth_method: z.string().nullish(),
    }),
  }),
  settings: z.looseObject({
    oauthClient: z.looseObject({
      dpop_bound_access_tokens: z.boolean().nullish(),
    }),
  }),
});
/** See {@link OktaServer}. */
export const serverSchema = z.looseObject({
  id: z.string(),
  issuer: z.string(),
});
const included = z.looseObject({ include: z.array(z.string()).nullish() });
/** See {@link OktaPolicy}. */
export const policySchema = z.looseObject({
  id: z.string(),
  name: z.string(),
  status: z.string(),
  conditions: z.looseObject({ clients: included }),
});
/** See {@link OktaRule}. */
export const ruleSchema = z.looseObject({
  name: z.string(),
  status: z.string(),
  conditions: z.looseObject({ grantTypes: included.nullish(), scopes: included.nullish() }),
});
/** See {@link OktaClaim}. */
export const claimSchema = z.looseObject({
  name: z.string(),
  status: z.string(),
  claimType: z.string(),
  valueType: z.string(),
  value: z.string().nullish(),
  conditions: z.looseObject({ scopes: z.array(z.string()).nullish() }).nullish(),
});
/** A scope of an authorization server, as far as it is read. */
export const scopeSchema = z.looseObject({ name: z.string() });

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
