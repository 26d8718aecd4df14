import {
  type CryptoKey,
  compactVerify,
  decodeJwt,
  decodeProtectedHeader,
  type ProtectedHeaderParameters,
} from "jose";
import { z } from "zod";
import type { App } from "../../entities.ts";
import { ASYMMETRIC_ALGORITHMS, SECRET_ALGORITHMS } from "../algorithms.ts";
import { type RefusalCode, refusal } from "../refusals.ts";
import type { Credential, TokenRequest } from "../request.ts";

/** The value of `client_assertion_type` (RFC 7523 section 2.2). */
const ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/** How far ahead of now an assertion may expire, in seconds. */
const LONGEST_LIFETIME = 3600;

/** An unencoded payload (RFC 7797) is nothing that a JWT has. */
const headerSchema = z
  .looseObject({ alg: z.string(), kid: z.string().exactOptional() })
  .refine((header) => !("b64" in header));

/** Okta takes `aud` as one string, and neither `iat` nor `jti` has to be there. */
const claimsSchema = z.looseObject({
  iss: z.string(),
  sub: z.string(),
  aud: z.string(),
  exp: z.number(),
  iat: z.number().optional(),
  nbf: z.number().optional(),
  jti: z.string().optional(),
});

/** What is said of a claim that is missing or of another type; of any other, that it cannot be read. */
const UNREADABLE: Readonly<Record<PropertyKey, RefusalCode>> = {
  iss: "client_assertion_invalid_issuer",
  sub: "client_assertion_invalid_subject",
  aud: "client_assertion_invalid_audience",
  exp: "client_assertion_expiration_required",
};

/** A client assertion that has been read, but not verified. */
interface Assertion {
  readonly jwt: string;
  readonly header: ProtectedHeaderParameters & { alg: string };
  readonly claims: z.output<typeof claimsSchema>;
}

/**
 * A JWT in the request: signed with a key of the client's own, or with a MAC made with its secret
 * (RFC 7523, OpenID Connect Core section 9).
 * @throws OAuthError `invalid_request` for an unknown type of assertion, `invalid_client` for what is no
 * JWT, or has a claim that is missing or of another type than RFC 7519 gives it
 */
export function clientAssertion(request: TokenRequest): Credential | undefined {
  const assertion = readAssertion(request);
  if (!assertion) return undefined;
  const { header, claims } = assertion;
  const hasMac = SECRET_ALGORITHMS.includes(header.alg);
  return {
    clientId: claims.sub,
    method: hasMac ? "client_secret_jwt" : "private_key_jwt",
    async verify({ state }, app) {
      if (!hasMac && !ASYMMETRIC_ALGORITHMS.includes(header.alg)) {
        throw refusal("client_assertion_invalid_signature_algorithm");
      }
      const keys = hasMac
        ? secretKeys(app, header.alg)
        : [await state.clientKeys.find(app, header)];
      await verifySignature(assertion, keys);
      verifyClaims(request, assertion);
    },
  };
}

function readAssertion({ form }: TokenRequest): Assertion | undefined {
  const jwt = form.get("client_assertion");
  const type = form.get("client_assertion_type");
  if (jwt === undefined && type === undefined) return undefined;
  if (type !== ASSERTION_TYPE) throw refusal("client_assertion_type_invalid");
  if (jwt === undefined) return undefined;
  const { header, payload } = decode(jwt);
  const claims = claimsSchema.safeParse(payload);
  if (!claims.success) {
    const [name = ""] = claims.error.issues[0]?.path ?? [];
    throw refusal(UNREADABLE[name] ?? "client_assertion_invalid_jwt");
  }
  return { jwt, header, claims: claims.data };
}

function decode(jwt: string) {
  try {
    return { header: headerSchema.parse(decodeProtectedHeader(jwt)), payload: decodeJwt(jwt) };
  } catch {
    throw refusal("client_assertion_invalid_jwt");
  }
}

/** The client's secrets, which must be as long as the MAC's hash (RFC 7518 section 3.2). */
function secretKeys({ secrets }: App, alg: string): Uint8Array[] {
  const active = secrets.filter(({ status }) => status === "ACTIVE");
  const keys = active.map(({ value }) => new TextEncoder().encode(value));
  const longEnough = keys.filter(({ length }) => length * 8 >= Number(alg.slice(2)));
  if (longEnough.length === 0) throw refusal("client_assertion_invalid_secret_length");
  return longEnough;
}

async function verifySignature(
  { jwt, header }: Assertion,
  keys: readonly (CryptoKey | Uint8Array)[],
): Promise<void> {
  for (const key of keys) {
    const verified = compactVerify(jwt, key, { algorithms: [header.alg] });
    if (await verified.catch(() => undefined)) return;
  }
  throw refusal("client_assertion_invalid_signature");
}

/**
 * Judges the claims of a verified assertion in the order of RFC 7523 section 3 and uses up its `jti`,
 * so that it cannot be presented again.
 */
function verifyClaims(request: TokenRequest, { claims }: Assertion): void {
  const { iss, sub, aud, exp, iat, nbf, jti } = claims;
  const { now, state, endpoint } = request;
  if (iss !== sub) throw refusal("client_assertion_invalid_issuer");
  if (aud !== endpoint) throw refusal("client_assertion_invalid_audience");
  if (exp <= now) throw refusal("client_assertion_expired_token");
  if (exp > now + LONGEST_LIFETIME) throw refusal("client_assertion_expires_too_far_in_future");
  if ((iat ?? now) > now || (nbf ?? now) > now) {
    throw refusal("client_assertion_issued_at_in_future");
  }
  if (jti !== undefined && !state.usedAssertions.add(`${sub} ${jti}`, exp * 1000)) {
    throw refusal("client_assertion_already_used");
  }
}
