import { ASYMMETRIC_ALGORITHMS } from "../algorithms.ts";
import type { TokenRequest } from "../request.ts";
import { readAssertion, verifyClaims, verifySignature } from "./assertion.ts";
import type { Credential } from "./method.ts";

/** A JWT signed with a key of the client's own (RFC 7523, OpenID Connect Core section 9). */
export function privateKeyJwt(request: TokenRequest): Credential | undefined {
  const assertion = readAssertion(request);
  if (!assertion || assertion.header.alg?.startsWith("HS")) return undefined;
  return {
    clientId: assertion.payload.sub ?? "",
    method: "private_key_jwt",
    async verify({ state }, app) {
      const key = await state.clientKeys.find(app, assertion.header);
      await verifySignature(assertion, [key], ASYMMETRIC_ALGORITHMS);
      verifyClaims(request, assertion);
    },
  };
}
