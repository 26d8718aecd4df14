import { z } from "zod";
import { rsaFaults } from "../access/rsa-key.ts";

function text(pattern: RegExp, allowed: string, fix: string) {
  return z.string().refine((value) => pattern.test(value), { params: { allowed, fix } });
}

const publicJwk = z
  .strictObject({
    kty: z.literal("RSA"),
    kid: text(
      /^[\x21-\x7E]{1,255}$/,
      "1 to 255 printable ASCII characters without spaces",
      "give the key an id",
    ),
    n: z.string(),
    e: z.string(),
    use: z.literal("sig").optional(),
    alg: z.enum(["RS256", "RS384", "RS512"]).optional(),
  })
  .refine((key) => rsaFaults(key).length === 0, {
    params: {
      allowed: "the public half of an RSA key of 2048 bits or more",
      fix: "export the public half again; make a longer key if it is short",
    },
  });

const jwksUri = text(
  /^https:\/\/[A-Za-z0-9][A-Za-z0-9.-]*(:[0-9]{1,5})?(\/[!-"$-~]*)?$/,
  "an https:// URL in ASCII without user, password or fragment",
  "serve the keys over https",
);

function areKeys(jwks: readonly { kid: string }[]): boolean {
  return jwks.length > 0 && new Set(jwks.map(({ kid }) => kid)).size === jwks.length;
}

const keys = z
  .strictObject({ jwks: z.array(publicJwk).optional(), jwksUri: jwksUri.optional() })
  .refine(
    ({ jwks, jwksUri: uri }) =>
      jwks === undefined ? uri !== undefined : uri === undefined && areKeys(jwks),
    {
      params: {
        allowed: "either jwksUri, or jwks with one key or more, each with a kid of its own",
        fix: "give one of the two",
      },
    },
  );

/** The configuration of a stack. */
export const settingsSchema = z.strictObject({
  orgUrl: z.string(),
  plan: z.string().min(1, "the path of a file"),
  keys: z.strictObject({
    deployer: keys.optional(),
    reviewer: keys.optional(),
    rotator: keys.optional(),
  }),
});

/** Public keys of one identity, or where they are. */
export type Keys = z.infer<typeof keys>;
