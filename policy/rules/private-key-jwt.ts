import { TYPES } from "../../access/effective/okta.ts";
import { isActive } from "../../access/effective/resource.ts";
import type { ResourceRule } from "../rule.ts";

export const privateKeyJwt: ResourceRule = {
  name: "private-key-jwt",
  description: "A service app proves itself by a private key.",
  why: "A client secret is known to Okta, to the stack's state and to whoever delivers it; a private key never leaves the service.",
  fix: "set private_key_jwt, with the service's public key in jwks or jwksUri",
  level: "advisory",
  production: "mandatory",
  owasp: "NHI4",
  tags: ["IA-5", "RFC 7523"],
  types: [TYPES.app],
  judge: (app) => {
    if (!app.texts("grantTypes").includes("client_credentials") || !isActive(app.resource)) {
      return [];
    }
    const at = "tokenEndpointAuthMethod";
    const value = app.text(at) ?? "client_secret_basic";
    if (value === "private_key_jwt" || app.open.has(at)) return [];
    const reason = "so that others than the service have to keep and to send the secret";
    return [{ at, value, reason }];
  },
};
