import { z } from "zod";
import { type SignInTrust, signInParams, tokenParamsText } from "./settings.ts";

const parameters = z.record(z.string(), z.string()).optional();

/** One way for people to sign in, in the stack output `access`. It holds no secret. */
export const contractSignInSchema = z.strictObject({
  /** Provider id in Neo4j, without `oidc-`. */
  id: z.string(),
  /** The kind of identity provider. */
  provider: z.enum(["okta", "entra", "google", "keycloak", "oidc"]),
  /** Label of the button in Browser and Bloom. */
  displayName: z.string(),
  /** Which token opens the database. */
  tokenType: z.enum(["access_token", "id_token"]),
  /** `iss` of the tokens; absent where only the discovery document says it. */
  issuer: z.string().optional(),
  /** OpenID Provider metadata; absent where the stack gives the endpoints instead. */
  discoveryUri: z.string().optional(),
  /** The endpoints that Neo4j is told, in the place of a discovery document. */
  endpoints: z
    .strictObject({ authorization: z.string(), token: z.string(), jwks: z.string() })
    .optional(),
  /** True: the stack adopted the authorization server, and others may issue tokens like these there. */
  sharedServer: z.boolean().optional(),
  /** `aud` of the tokens that are accepted. */
  audience: z.string(),
  /** OAuth client id of Browser and Bloom. */
  clientId: z.string(),
  /** What Browser and Bloom ask for. */
  scopes: z.array(z.string()),
  /** Further parameters of the authorization request. Absent: none. */
  params: parameters,
  /** Further parameters of the token request, without a client secret. Absent: none. */
  tokenParams: parameters,
  /** The claim that Neo4j takes the user name from. */
  usernameClaim: z.string(),
  /** The claim that Browser shows as the name. Absent: Browser's choice. */
  principal: z.string().optional(),
  /** The claim that carries the groups; absent where there are none, and roles are granted in Neo4j. */
  groupsClaim: z.string().optional(),
  /** The Neo4j roles of each of the provider's groups. */
  groups: z.record(z.string(), z.array(z.string())),
  /** What the identity provider has to accept as redirect URIs, exactly. */
  redirectUris: z.array(z.string()),
  /** The origins that Browser and Bloom are served from: what CORS has to allow. */
  origins: z.array(z.string()),
});

/** One way for people to sign in, as later tools know it. */
export type ContractSignIn = z.infer<typeof contractSignInSchema>;

/** What Neo4j was told of it, but for a client secret, which the output does not have. */
export function contractTrust(signIn: ContractSignIn): SignInTrust {
  const { id, clientId, scopes, params = {}, tokenParams = {} } = signIn;
  const { issuer, groupsClaim, ...rest } = signIn;
  return {
    ...rest,
    providerId: id,
    groupsClaim,
    ...(issuer === undefined ? {} : { issuer }),
    params: signInParams(clientId, scopes, params),
    tokenParams: tokenParamsText(tokenParams),
  };
}
