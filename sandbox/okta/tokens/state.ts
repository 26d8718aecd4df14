import { randomBytes } from "node:crypto";
import type { JWK } from "jose";
import type { SigningKey } from "../entities.ts";
import type { Org } from "../org.ts";
import { ClientKeys } from "./client-auth/client-keys.ts";
import { ExpiringMap } from "./expiring-map.ts";
import { ExpiringSet } from "./expiring-set.ts";
import { createSigningKey } from "./keys.ts";
import type { AuthorizationCode, Pending, RefreshToken, Session } from "./people/remembered.ts";

/** What the token side starts with. */
interface TokenStateOptions {
  /** Public key that every client may sign its assertions with, besides its own. Default: none. */
  rehearsalKey?: (JWK & { kid: string }) | undefined;
  /** Signing keys of the org authorization server. Default: fresh ones. */
  orgKeys?: SigningKey[];
}

/** What the token side remembers beside the org: replay caches, revocations, the org server's keys. */
export type TokenState = Readonly<Awaited<ReturnType<typeof createTokenState>>>;

/**
 * State of the token side of one org. Give the same one to `tokenRoutes` and to whatever verifies
 * the org server's tokens.
 */
export async function createTokenState(
  org: Org,
  { rehearsalKey, orgKeys }: TokenStateOptions = {},
) {
  const now = () => org.now();
  return {
    org,
    /** Keys of the org authorization server, whose tokens open the management API. */
    orgServer: { keys: orgKeys ?? [await createSigningKey()] },
    /** Public keys of the clients that sign their assertions. */
    clientKeys: new ClientKeys(fetch, rehearsalKey),
    /** Client id and `jti` of the client assertions already used. */
    usedAssertions: new ExpiringSet(now),
    /** Key thumbprint and `jti` of the DPoP proofs already used. */
    usedProofs: new ExpiringSet(now),
    /** `jti` of the access tokens revoked before their time. */
    revokedTokens: new ExpiringSet(now),
    /** Sessions of people by id, which is the browser's cookie. */
    sessions: new ExpiringMap<Session>(now),
    /** Pages that wait for their user, by the handle in them. */
    pending: new ExpiringMap<Pending>(now),
    /** Scopes that a user has consented to for a client: `userId clientId` to them. */
    consents: new Map<string, Set<string>>(),
    codes: new ExpiringMap<AuthorizationCode>(now),
    refreshTokens: new ExpiringMap<RefreshToken>(now),
    /** From which DPoP nonces are derived; never leaves the process. */
    nonceSecret: randomBytes(32),
  };
}
