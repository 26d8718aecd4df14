import type { OktaEmulator } from "@neo4j-okta/sandbox/okta";
import { calculateJwkThumbprint, exportJWK, exportPKCS8, generateKeyPair } from "jose";
import { manage } from "./declared-org.ts";

/** A service app of Okta's own API, as somebody has set it up by hand. */
export interface ServiceAppOptions {
  clientId?: string;
  /** Granted to it. */
  scopes?: readonly string[];
  /** A standard admin role. Default: none. */
  role?: string;
  /** True: Require DPoP is on, as Okta's console has it for a new app. */
  dpop?: boolean;
}

/** What its owner has of it. */
export interface ServiceAppKey {
  /** Okta's id of the app. */
  id: string;
  clientId: string;
  /** PEM, PKCS#8. */
  privateKey: string;
  kid: string;
}

export async function createServiceApp(
  okta: OktaEmulator,
  { clientId = "reviewer-app", scopes = [], role, dpop = false }: ServiceAppOptions = {},
): Promise<ServiceAppKey> {
  const pair = await generateKeyPair("RS256", { extractable: true });
  const jwk = await exportJWK(pair.publicKey);
  const kid = await calculateJwkThumbprint(jwk);
  const { id } = await manage(okta, "POST", "/api/v1/apps", {
    name: "oidc_client",
    label: clientId,
    signOnMode: "OPENID_CONNECT",
    credentials: {
      oauthClient: { client_id: clientId, token_endpoint_auth_method: "private_key_jwt" },
    },
    settings: {
      oauthClient: {
        application_type: "service",
        grant_types: ["client_credentials"],
        response_types: ["token"],
        dpop_bound_access_tokens: dpop,
        jwks: { keys: [{ ...jwk, kid }] },
      },
    },
  });
  for (const scopeId of scopes) {
    await manage(okta, "POST", `/api/v1/apps/${id}/grants`, { issuer: okta.url, scopeId });
  }
  if (role !== undefined) {
    await manage(okta, "POST", `/oauth2/v1/clients/${clientId}/roles`, { type: role });
  }
  return { id, clientId, privateKey: await exportPKCS8(pair.privateKey), kid };
}
