import { signAccessToken } from "../access-token.ts";
import { authenticateClient } from "../client-auth/authenticate-client.ts";
import { OAuthError } from "../errors.ts";
import * as clientCredentials from "../grants/client-credentials.ts";
import { customIssuer } from "../issuer.ts";
import { judge, type Step, TokenRequest } from "../request.ts";
import { type Endpoint, serverId, uncached } from "./endpoint.ts";

const grants = new Map([[clientCredentials.grantType, clientCredentials.steps]]);

/** The order in which a token request is judged; the grant brings steps of its own. */
const steps: readonly Step[] = [
  authenticateClient,
  requireGrantType,
  requireGrantOfClient,
  judgeGrant,
  issueToken,
];

export const token: Endpoint = {
  method: "POST",
  path: "/oauth2/:authorizationServerId/v1/token",
  summary: "Access token of a custom authorization server (`client_credentials`)",
  cacheControl: uncached,
  async handle(state, request) {
    const issuer = customIssuer(state.org, serverId(request));
    const judged = new TokenRequest(state, issuer, "/v1/token", request);
    await judge(judged, steps);
    return judged.answer;
  },
};

export function requireGrantType({ form }: TokenRequest): void {
  const grantType = form.get("grant_type");
  if (grantType === undefined) {
    throw new OAuthError(400, "invalid_request", "The 'grant_type' parameter is required.");
  }
  if (!grants.has(grantType)) {
    throw new OAuthError(
      400,
      "unsupported_grant_type",
      "The grant type in the request isn't supported.",
    );
  }
}

export function requireGrantOfClient({ form, client }: TokenRequest): void {
  if (!client.grantTypes.includes(form.get("grant_type") ?? "")) {
    throw new OAuthError(
      400,
      "unauthorized_client",
      "The client is not authorized to use the provided grant type. Configured grant types: " +
        `[${client.grantTypes.join(", ")}].`,
    );
  }
}

async function judgeGrant(request: TokenRequest): Promise<void> {
  await judge(request, grants.get(request.form.get("grant_type") ?? "") ?? []);
}

/** RFC 6749 section 5.1. */
export async function issueToken(request: TokenRequest): Promise<void> {
  request.answer = {
    token_type: request.thumbprint === undefined ? "Bearer" : "DPoP",
    expires_in: request.lifetime,
    access_token: await signAccessToken(request),
    scope: request.scopes.join(" "),
  };
}
