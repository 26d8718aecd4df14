import { randomBytes } from "node:crypto";
import type { JWK } from "jose";
import type { SigningKey } from "../entities.ts";
import type { Org } from "../org.ts";
import { ClientKeys } from "./client-auth/client-keys.ts";
import { ExpiringSet } from "./expiring-set.ts";
import { createSigningKey, type KeyHolder } from "./keys.ts";
import { RandomIds } from "./random-ids.ts";

/** What the token side remembers beside the org: replay caches, revocations, the org server's keys. */
export interface TokenState {
  readonly org: Org;
  /** Keys of the org authorization server, whose tokens open the management API. */
  readonly orgServer: KeyHolder;
  /** Public keys of the clients that sign their assertions. */
  readonly clientKeys: ClientKeys;
  /** Client id and `jti` of the client assertions already used. */
  readonly usedAssertions: ExpiringSet;
  /** Key thumbprint and `jti` of the DPoP proofs already used. */
  readonly usedProofs: ExpiringSet;
  /** Where the `jti` of access tokens comes from. */
  readonly tokenIds: RandomIds;
  /** `jti` of the access tokens revoked before their time. */
  readonly revokedTokens: ExpiringSet;
  /** From which DPoP nonces are derived; never leaves the process. */
  readonly nonceSecret: Buffer;
}

/** What the token side starts with. */
interface TokenStateOptions {
  /** Reads a client's `jwks_uri`. Default: the platform's. */
  fetch?: typeof fetch;
  /** Public key that every client may sign its assertions with, besides its own. Default: none. */
  rehearsalKey?: JWK & { kid: string };
  /** Signing keys of the org authorization server. Default: fresh ones. */
  orgKeys?: SigningKey[];
}

/**
 * State of the token side of one org. Give the same one to `tokenRoutes` and to whatever verifies
 * the org server's tokens.
 */
export async function createTokenState(
  org: Org,
  options: TokenStateOptions = {},
): Promise<TokenState> {
  const now = () => org.now();
  return {
    org,
    orgServer: { keys: options.orgKeys ?? [await createSigningKey()] },
    clientKeys: new ClientKeys(options.fetch ?? fetch, options.rehearsalKey),
    usedAssertions: new ExpiringSet(now),
    usedProofs: new ExpiringSet(now),
    tokenIds: new RandomIds(),
    revokedTokens: new ExpiringSet(now),
    nonceSecret: randomBytes(32),
  };
}
