import { z } from "zod";
import { CLIENT_ID_ALLOWED, CLIENT_ID_PATTERN } from "../../../access/client-id.ts";
import { day, httpsUrl, label, line, text } from "./fields.ts";

/** How a client id is checked, whether it is given or taken from the name. */
export const CLIENT_ID_RULE = {
  code: "client-id",
  pattern: CLIENT_ID_PATTERN,
  allowed: CLIENT_ID_ALLOWED,
  fix: "set clientId to an id of that form",
};

const base64url = (code: string, what: string, pattern: RegExp) =>
  text({
    code,
    pattern,
    allowed: what,
    fix: "export the public half of the key as a JWK: npm run keygen -- --from FILE",
  });

/** RFC 7517 and 7518; members of a private key are reported by a rule of their own. */
const publicJwkSchema = z
  .strictObject({
    kty: z
      .literal("RSA")
      .describe(
        "Key type. An EC key has to be served from `jwksUri`: the provider drops its curve.",
      ),
    kid: text({
      code: "jwk-kid",
      pattern: /^[\x21-\x7E]{1,255}$/,
      allowed: "1 to 255 printable ASCII characters without spaces",
      fix: "give the key an id, e.g. its RFC 7638 thumbprint",
    }).describe("Key id; unique within the account."),
    n: base64url(
      "jwk-modulus",
      "the base64url modulus of an RSA key of 2048 to 8192 bits",
      /^[A-Za-z0-9_-]{342,1366}$/,
    ).describe("RSA modulus, base64url."),
    e: base64url(
      "jwk-exponent",
      "a base64url RSA exponent, usually AQAB",
      /^[A-Za-z0-9_-]{2,11}$/,
    ).describe("RSA exponent, base64url."),
    use: z.literal("sig").optional().describe("Accepted, and implied."),
    alg: z.enum(["RS256", "RS384", "RS512"]).optional().describe("Accepted, and not sent."),
  })
  .describe("One public key.");

const privateKeyJwtSchema = z
  .strictObject({
    privateKeyJwt: z
      .strictObject({
        jwks: z
          .array(publicJwkSchema)
          .optional()
          .describe("Public keys, kept in Okta. Give two while a rotation overlaps."),
        jwksUri: httpsUrl("jwks-uri", "serve the keys over https; Okta fetches them no other way")
          .optional()
          .describe("Where Okta fetches the public keys, instead of `jwks`."),
      })
      .describe("The service signs its own assertions (RFC 7523). Private keys never come here."),
  })
  .describe("`{ privateKeyJwt: ... }`: the service has a key pair, and Okta its public half.");

const clientSecretSchema = z
  .literal("client_secret")
  .describe("`client_secret`: a secret that Okta makes; the stack keeps it encrypted.");

/** One item of `accounts`. */
export const accountSchema = z
  .strictObject({
    name: label("account-name").describe(
      "Name of the account: the Okta app's label, and the client id unless one is given.",
    ),
    clientId: text(CLIENT_ID_RULE)
      .optional()
      .describe(
        "OAuth client id: `sub` of the token, and so the Neo4j user name. Default: the name. A change replaces the Okta app.",
      ),
    owner: line("account-owner", 1, 80, "name a person or a team, best by an address someone reads")
      .optional()
      .describe("The person or team to ask about this account. Required in production."),
    purpose: line("account-purpose", 1, 120, "say in one line what the account is for")
      .optional()
      .describe("What the account is for."),
    expires: day()
      .optional()
      .describe(
        "Last day of the account, YYYY-MM-DD, UTC. After it, the account is treated as disabled.",
      ),
    disabled: z
      .boolean()
      .default(false)
      .describe("True: the Okta app is kept, but INACTIVE, and gets no token."),
    groups: z.array(z.string()).describe("The groups that its tokens carry."),
    credential: z
      .union([clientSecretSchema, privateKeyJwtSchema])
      .describe(
        "How the account proves itself: `client_secret`, or `{ privateKeyJwt: { jwksUri: https://... } }`.",
      ),
    rotation: z
      .boolean()
      .default(false)
      .describe(
        "True: `npm run rotate` makes, delivers and rotates the client secret; the stack neither has it nor sends it (docs/rotation.md). Once true, false replaces the Okta app.",
      ),
    deliverTo: z
      .strictObject({
        namespace: label("namespace").describe("An existing namespace, or Neo4j's own."),
        secret: label("secret-name")
          .optional()
          .describe("Name of the Secret. Default: `<name>-okta`."),
      })
      .optional()
      .describe(
        "Writes what the service needs into a Kubernetes Secret: issuer, token endpoint, client id, secret, scope, audience and Neo4j's address (docs/credentials.md). For client secrets only.",
      ),
  })
  .describe("One service account.");
