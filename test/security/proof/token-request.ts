import { randomUUID } from "node:crypto";
import { type CryptoKey, SignJWT } from "jose";

/** What a client proves itself with. */
export interface Credential {
  clientId: string;
  /** RFC 7591 `token_endpoint_auth_method`. */
  method: string;
  /** Empty where it has none. */
  secret: string;
}

/** A token that Okta gave out. */
export interface Granted {
  token: string;
  minutes: number;
}

/**
 * Asks for a token by client credentials.
 *
 * @param privateKey of every client that has no secret
 * @returns undefined when Okta refuses
 */
export async function requestToken(
  endpoint: string,
  client: Credential,
  scopes: readonly string[],
  privateKey: CryptoKey,
): Promise<Granted | undefined> {
  const { headers, form } = await proofOf(endpoint, client, privateKey);
  const response = await fetch(endpoint, {
    method: "POST",
    headers,
    body: new URLSearchParams({
      grant_type: "client_credentials",
      scope: scopes.join(" "),
      ...form,
    }),
  });
  const answer = (await response.json()) as { access_token: string; expires_in: number };
  if ([400, 401, 403, 404].includes(response.status)) return undefined;
  if (response.status !== 200) throw new Error(`${response.status} ${JSON.stringify(answer)}`);
  return { token: answer.access_token, minutes: answer.expires_in / 60 };
}

interface Proof {
  headers: Record<string, string>;
  form: Record<string, string>;
}

async function proofOf(
  endpoint: string,
  { clientId, method, secret }: Credential,
  privateKey: CryptoKey,
): Promise<Proof> {
  switch (method) {
    case "client_secret_basic": {
      const basic = Buffer.from(`${clientId}:${secret}`).toString("base64");
      return { headers: { authorization: `Basic ${basic}` }, form: {} };
    }
    case "client_secret_post":
      return { headers: {}, form: { client_id: clientId, client_secret: secret } };
    case "client_secret_jwt":
      return assertion(endpoint, clientId, { alg: "HS256" }, new TextEncoder().encode(secret));
    case "private_key_jwt":
      return assertion(endpoint, clientId, { alg: "RS256", kid: "proof" }, privateKey);
    default:
      return { headers: {}, form: { client_id: clientId } };
  }
}

async function assertion(
  endpoint: string,
  clientId: string,
  header: { alg: string; kid?: string },
  key: CryptoKey | Uint8Array,
): Promise<Proof> {
  const jwt = await new SignJWT({ jti: randomUUID() })
    .setProtectedHeader(header)
    .setIssuer(clientId)
    .setSubject(clientId)
    .setAudience(endpoint)
    .setExpirationTime("5m")
    .sign(key);
  const type = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
  return { headers: {}, form: { client_assertion: jwt, client_assertion_type: type } };
}
