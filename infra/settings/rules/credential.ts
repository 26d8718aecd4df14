import type { Finding, Path } from "../../../access/finding.ts";
import { rsaFaults } from "../../../access/rsa-key.ts";
import type { DraftAccount } from "../draft.ts";
import { repeated } from "./repeated.ts";

/** An account on a private key has one source of public keys, and nothing to deliver; nor has one whose secret is rotated. */
export function credentialFindings(
  { credential, deliverTo, rotation }: DraftAccount,
  at: Path,
): Finding[] {
  if (credential === undefined) return [];
  if (credential === "client_secret") {
    return rotation && deliverTo !== undefined ? [undeliveredRotated([...at, "deliverTo"])] : [];
  }
  const where = [...at, "credential", "privateKeyJwt"];
  const { jwks, jwksUri } = credential.privateKeyJwt;
  return [
    ...keySource(jwks?.length, jwksUri, where),
    ...(jwks ?? []).flatMap((jwk, index) => weakKey(jwk, [...where, "jwks", index])),
    ...repeated(jwks?.map(({ kid }) => kid) ?? [], [...where, "jwks"], "kid"),
    ...repeated(jwks?.map(({ n }) => n) ?? [], [...where, "jwks"], "public key"),
    ...(deliverTo === undefined ? [] : [undeliverable([...at, "deliverTo"])]),
    ...(rotation ? [rotatedKey([...at, "rotation"])] : []),
  ];
}

function weakKey(jwk: { kty: string; n: string; e: string }, at: Path): Finding[] {
  return rsaFaults(jwk).map((member) => ({
    code: member === "n" ? "jwk-modulus" : "jwk-exponent",
    at: [...at, member],
    message: member === "n" ? `makes no ${jwk.kty} key of 2048 bits` : "is no odd number over 1",
    allowed: `an ${jwk.kty} key of 2048 to 8192 bits`,
    fix: "export the public half of the key as a JWK: npm run keygen -- --from FILE",
  }));
}

function keySource(keys: number | undefined, jwksUri: string | undefined, at: Path): Finding[] {
  const finding = {
    code: "key-source",
    allowed: "exactly one of jwks and jwksUri, with at least one key",
    fix: "give the public key of the service in one of the two ways; npm run keygen makes one",
  };
  if ((keys === undefined) === (jwksUri === undefined)) {
    const message =
      keys === undefined ? "has neither jwks nor jwksUri" : "has both jwks and jwksUri";
    return [{ ...finding, at, message }];
  }
  return keys === 0 ? [{ ...finding, at: [...at, "jwks"], message: "is empty" }] : [];
}

function undeliverable(at: Path): Finding {
  return {
    code: "delivery-of-private-key",
    at,
    message: "asks to deliver a private key, which never enters the program",
    allowed: "deliverTo with credential: client_secret only",
    fix: "remove deliverTo; the service keeps its own key, and npm run credentials writes the rest",
  };
}

function undeliveredRotated(at: Path): Finding {
  return {
    code: "delivery-of-rotated-secret",
    at,
    message: "asks the stack to deliver a client secret that it does not have",
    allowed: "deliverTo without rotation: true",
    fix: "remove deliverTo; npm run rotate -- --secret NAMESPACE/NAME delivers it",
  };
}

function rotatedKey(at: Path): Finding {
  return {
    code: "rotation-of-private-key",
    at,
    message: "is true for an account on a private key",
    allowed: "rotation: true with credential: client_secret only",
    fix: "remove rotation; npm run rotate takes accounts on private keys without it",
  };
}
