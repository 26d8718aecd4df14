import { decodeJwt, type JWTPayload } from "jose";
import type { AccessContract } from "../../access/contract.ts";
import { printable } from "../../tokens/http.ts";
import type { PersonToken } from "../checks/context.ts";
import { EXIT, VerifyError } from "../errors.ts";
import { readText } from "./json-file.ts";

/**
 * Tokens that people got, each with the sign-in that takes it. Nothing of a token is repeated but its issuer
 * and audience.
 *
 * @throws {VerifyError} `verify-person-token` for a file that has no token of a sign-in of the stack
 */
export async function readPersonTokens(
  paths: readonly string[],
  { signIns = [] }: AccessContract,
): Promise<PersonToken[]> {
  return Promise.all(
    paths.map(async (path) => {
      const token = (await readText(path, "--person-token")).trim();
      const claims = claimsOf(token);
      if (claims?.iss === undefined) {
        throw refused(
          `--person-token ${path} holds no JWT with an issuer. Fix: give the access token, or the ID token where the sign-in has tokenType: id_token; an opaque token opens no database`,
        );
      }
      const audiences = [claims.aud ?? []].flat();
      const found = signIns.find(
        ({ issuer = claims.iss, audience }) =>
          issuer === claims.iss && audiences.includes(audience),
      );
      if (found === undefined) {
        const known = signIns.map(({ id, issuer, audience }) => `${id} (${issuer}, ${audience})`);
        throw refused(
          `--person-token ${path} is of ${printable(claims.iss)}, for ${printable(audiences.join(" and ")) || "nobody"}, which no sign-in takes: ${known.join("; ") || "the stack has none"}. Fix: issuer and audience at the identity provider, or in the stack's settings`,
        );
      }
      return { signIn: found.id, token, claims };
    }),
  );
}

function claimsOf(token: string): JWTPayload | undefined {
  try {
    return decodeJwt(token);
  } catch {
    return undefined;
  }
}

function refused(message: string): VerifyError {
  return new VerifyError("verify-person-token", `${message}.`, EXIT.usage);
}
