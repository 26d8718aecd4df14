import type { World } from "@neo4j-okta/sandbox/harness";
import { importPKCS8, SignJWT } from "jose";
import { appBody, manage } from "../declared-org.ts";

const CLIENT = "reviewer";
const SCOPES = ["okta.apps.read", "okta.authorizationServers.read"];

/** A token of Okta's API that may read what previews and drift read, and may write nothing. */
export async function readerToken({ okta, signingKey }: World): Promise<string> {
  // The sandbox's key signs for every client, so the app's own key is never used.
  const jwksUri = { jwks_uri: "https://keys.example.com/reviewer.json" };
  const account = { name: CLIENT, groups: [], credential: "private_key_jwt" as const };
  const { id } = await manage(okta, "POST", "/api/v1/apps", appBody(account, jwksUri));
  for (const scopeId of SCOPES) {
    await manage(okta, "POST", `/api/v1/apps/${id}/grants`, { issuer: okta.url, scopeId });
  }
  await manage(okta, "POST", `/oauth2/v1/clients/${CLIENT}/roles`, { type: "READ_ONLY_ADMIN" });
  const endpoint = `${okta.url}/oauth2/v1/token`;
  const assertion = await new SignJWT({})
    .setProtectedHeader({ alg: "RS256", kid: signingKey.kid })
    .setIssuer(CLIENT)
    .setSubject(CLIENT)
    .setAudience(endpoint)
    .setJti("reader")
    .setExpirationTime("5m")
    .sign(await importPKCS8(signingKey.privateKey, "RS256"));
  const form = {
    grant_type: "client_credentials",
    scope: SCOPES.join(" "),
    client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
    client_assertion: assertion,
  };
  const response = await fetch(endpoint, { method: "POST", body: new URLSearchParams(form) });
  const { access_token } = (await response.json()) as { access_token?: string };
  if (access_token === undefined) throw new Error(`no token for ${CLIENT}: ${response.status}`);
  return access_token;
}
