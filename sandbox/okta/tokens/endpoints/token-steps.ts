import { signAccessToken } from "../access-token.ts";
import { authenticateClient } from "../client-auth/authenticate-client.ts";
import { requireNetwork } from "../client-auth/require-network.ts";
import { checkProof } from "../dpop/check-proof.ts";
import { OAuthError } from "../errors.ts";
import { judge, type Step, type TokenRequest } from "../request.ts";

/** A grant as its file exports it. */
export interface GrantModule {
  readonly grantType: string;
  readonly steps: readonly Step[];
}

/** The order in which a server with these grants judges a token request. */
export function tokenSteps(modules: readonly GrantModule[]): readonly Step[] {
  const grants = new Map(modules.map(({ grantType, steps }) => [grantType, steps]));
  const grantOf = ({ form }: TokenRequest) => grants.get(form.get("grant_type") ?? "");

  function requireGrantType(request: TokenRequest): void {
    if (!request.form.has("grant_type")) {
      throw new OAuthError(400, "invalid_request", "The 'grant_type' parameter is required.");
    }
    if (!grantOf(request)) {
      throw new OAuthError(
        400,
        "unsupported_grant_type",
        "The grant type in the request isn't supported.",
      );
    }
  }

  async function judgeGrant(request: TokenRequest): Promise<void> {
    await judge(request, grantOf(request) ?? []);
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

function requireGrantOfClient({ form, client }: TokenRequest): void {
  if (!client.grantTypes.includes(form.get("grant_type") ?? "")) {
    throw new OAuthError(
      400,
      "unauthorized_client",
      "The client is not authorized to use the provided grant type. Configured grant types: " +
        `[${client.grantTypes.join(", ")}].`,
    );
  }
}

/** RFC 6749 section 5.1. */
async function issueToken(request: TokenRequest): Promise<void> {
  request.answer = {
    token_type: request.thumbprint === undefined ? "Bearer" : "DPoP",
    expires_in: request.lifetime,
    access_token: await signAccessToken(request),
    scope: request.scopes.join(" "),
  };
}
