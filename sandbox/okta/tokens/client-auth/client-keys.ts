import {
  type CryptoKey,
  createLocalJWKSet,
  createRemoteJWKSet,
  customFetch,
  errors,
  type JWK,
  type JWSHeaderParameters,
} from "jose";
import type { App } from "../../entities.ts";
import { OAuthError } from "../errors.ts";
import { refusal } from "../refusals.ts";

type KeySet = (header: JWSHeaderParameters) => Promise<CryptoKey>;

/** Bound on reading a client's `jwks_uri`, in milliseconds. */
const FETCH_TIMEOUT = 5000;

/**
 * The public keys of clients: registered with the app, or fetched from its `jwks_uri`, where they are
 * kept for ten minutes and read again when an assertion names a `kid` that is not among them.
 */
export class ClientKeys {
  readonly #remote = new WeakMap<App, { uri: string; keys: KeySet }>();
  readonly #fetch: typeof fetch;
  readonly #rehearsal: { kid: string; keys: KeySet } | undefined;

  /**
   * @param rehearsalKey accepted from every client besides its own keys, so that a rehearsal can sign
   * for clients whose private keys it does not have; must carry a `kid`
   */
  constructor(fetch: typeof globalThis.fetch, rehearsalKey?: JWK & { kid: string }) {
    this.#fetch = fetch;
    this.#rehearsal = rehearsalKey && {
      kid: rehearsalKey.kid,
      keys: createLocalJWKSet({ keys: [rehearsalKey] }),
    };
  }

  /**
   * The key that verifies an assertion with this header. A header without `kid` names the only key
   * of a client that has one.
   * @throws OAuthError `invalid_client` where no key or more than one fits
   */
  async find(app: App, header: JWSHeaderParameters): Promise<CryptoKey> {
    try {
      return await this.#keysOf(app, header.kid)(header);
    } catch (error) {
      if (error instanceof OAuthError) throw error;
      const named =
        error instanceof errors.JWKSNoMatchingKey ||
        error instanceof errors.JWKSMultipleMatchingKeys;
      const readable = named || app.jwksUri === null;
      throw refusal(readable ? "client_assertion_invalid_kid" : "jwks_uri_error");
    }
  }

  #keysOf(app: App, kid: string | undefined): KeySet {
    if (this.#rehearsal && kid === this.#rehearsal.kid) return this.#rehearsal.keys;
    if (app.jwksUri === null) return registeredKeys(app);
    const known = this.#remote.get(app);
    if (known?.uri === app.jwksUri) return known.keys;
    const keys = createRemoteJWKSet(new URL(app.jwksUri), {
      timeoutDuration: FETCH_TIMEOUT,
      cooldownDuration: 0,
      [customFetch]: this.#fetch,
    });
    this.#remote.set(app, { uri: app.jwksUri, keys });
    return keys;
  }
}

function registeredKeys({ jwks }: App): KeySet {
  if (jwks.length === 0) throw refusal("client_assertion_jwks_not_configured");
  return createLocalJWKSet({ keys: jwks.filter(({ status }) => status === "ACTIVE") });
}
