import { SECRET_ALGORITHMS } from "../algorithms.ts";
import type { TokenRequest } from "../request.ts";
import { readAssertion, verifyClaims, verifySignature } from "./assertion.ts";
import type { Credential } from "./method.ts";

/** A JWT whose MAC is made with the client secret (OpenID Connect Core section 9). */
export function clientSecretJwt(request: TokenRequest): Credential | undefined {
  const assertion = readAssertion(request);
  if (!assertion?.header.alg?.startsWith("HS")) return undefined;
  return {
    clientId: assertion.payload.sub ?? "",
    method: "client_secret_jwt",
    async verify(_request, app) {
      const active = app.secrets.filter((secret) => secret.status === "ACTIVE");
      const keys = active.map((secret) => new TextEncoder().encode(secret.value));
      await verifySignature(assertion, keys, SECRET_ALGORITHMS);
      verifyClaims(request, assertion);
    },
  };
}
