import { OAuthError } from "../errors.ts";
import type { TokenRequest } from "../request.ts";
import { verifyProof } from "./proof.ts";

/**
 * Binds the token to a key where the app demands it or the client offers a proof (RFC 9449 section 5).
 */
export async function checkProof(request: TokenRequest): Promise<void> {
  const { state, proof, endpoint, client } = request;
  if (proof !== undefined) {
    request.thumbprint = await verifyProof(state, proof, { method: "POST", url: endpoint });
  } else if (client.dpopBound) {
    throw new OAuthError(400, "invalid_dpop_proof", "The DPoP proof JWT header is missing.");
  }
}
