import { signAccessToken } from "../access-token.ts";
import { authenticateClient } from "../client-auth/authenticate-client.ts";
import { checkProof } from "../dpop/proof.ts";
import { authorizationCode } from "../grants/authorization-code.ts";
import { clientCredentials } from "../grants/client-credentials.ts";
import { orgClientCredentials } from "../grants/org-client-credentials.ts";
import { refreshToken } from "../grants/refresh-token.ts";
import { refusal } from "../refusals.ts";
import { type GrantType, judge, type Step, type TokenRequest } from "../request.ts";
import { CUSTOM_SERVER, type Endpoint } from "./endpoint.ts";
import { judgedBy } from "./judged.ts";
import { recordGrant } from "./record-grant.ts";

/** Token endpoints: of the custom authorization servers, and of the org's own for Okta's API. */
export const token: readonly Endpoint[] = [
  [
    "POST",
    `${CUSTOM_SERVER}/v1/token`,
    "Tokens of a custom authorization server (`client_credentials`, `authorization_code`, `refresh_token`)",
    judgedBy(tokenSteps([clientCredentials, authorizationCode, refreshToken]), recordGrant),
  ],
  [
    "POST",
    "/oauth2/v1/token",
    "Access token for Okta's API scopes (`client_credentials` with `private_key_jwt`)",
    judgedBy(tokenSteps([orgClientCredentials]), recordGrant),
  ],
];

/** The order in which a server with these grant types judges a token request. */
function tokenSteps(grantTypes: readonly GrantType[]): readonly Step[] {
  const names = grantTypes.map(({ name }) => name).join(", ");
  const grantOf = ({ form }: TokenRequest) =>
    grantTypes.find(({ name }) => name === form.get("grant_type"));

  function requireGrantType(request: TokenRequest): void {
    if (!request.form.has("grant_type")) {
      throw refusal("token_request_missing_grant_type", names);
    }
    if (!grantOf(request)) {
      throw refusal("unsupported_grant_type", names);
    }
  }

  async function judgeGrant(request: TokenRequest): Promise<void> {
    await judge(request, grantOf(request)?.steps ?? []);
  }

  return [
    authenticateClient,
    requireNetwork,
    requireGrantType,
    requireGrantOfClient,
    checkProof,
    judgeGrant,
    issueToken,
  ];
}

/**
 * A client may be bound to network zones: the emulated org has none, so a request is never inside one.
 * A client that only excludes zones may call.
 */
function requireNetwork({ client }: TokenRequest): void {
  const { connection, include = [] } = client.network ?? {};
  if (connection === "ZONE" && include.length > 0) throw refusal("disallowed_network_zone");
}

function requireGrantOfClient({ form, client }: TokenRequest): void {
  if (!client.grantTypes.includes(form.get("grant_type") ?? "")) {
    throw refusal("unauthorized_client", client.grantTypes.join(", "));
  }
}

/** RFC 6749 section 5.1. */
async function issueToken(request: TokenRequest): Promise<void> {
  const accessToken = await signAccessToken(request);
  request.answer = {
    token_type: request.thumbprint === undefined ? "Bearer" : "DPoP",
    expires_in: request.lifetime,
    access_token: accessToken,
    scope: request.scopes.join(" "),
    ...(await request.further(accessToken)),
  };
}
