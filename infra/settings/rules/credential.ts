import type { DraftAccount } from "../draft.ts";
import type { Finding, Path } from "../problem.ts";
import { repeated } from "./repeated.ts";

/** An account on a private key has one source of public keys, and nothing to deliver. */
export function credentialFindings({ credential, deliverTo }: DraftAccount, at: Path): Finding[] {
  if (credential === undefined || credential === "client_secret") return [];
  const where = [...at, "credential", "privateKeyJwt"];
  const { jwks, jwksUri } = credential.privateKeyJwt;
  return [
    ...keySource(jwks?.length, jwksUri, where),
    ...repeated(jwks?.map(({ kid }) => kid) ?? [], [...where, "jwks"], "kid"),
    ...(deliverTo === undefined ? [] : [undeliverable([...at, "deliverTo"])]),
  ];
}

function keySource(keys: number | undefined, jwksUri: string | undefined, at: Path): Finding[] {
  const finding = {
    code: "key-source",
    allowed: "exactly one of jwks and jwksUri, with at least one key",
    mend: "give the public key of the service in one of the two ways",
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
    mend: "remove deliverTo; the service keeps its own key",
  };
}
