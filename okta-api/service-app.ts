import { TokenClient } from "../tokens/client.ts";
import type { ResourceHeaders } from "../tokens/dpop.ts";
import { TokenError } from "../tokens/errors.ts";

/** A client of the org authorization server, and the scopes that it asks for. */
export interface ServiceAppOptions {
  /** Address of the org. */
  orgUrl: string;
  clientId: string;
  /** PEM or JWK, as the token client takes it. */
  privateKey: string;
  /** Id of the public key at Okta. */
  kid?: string | undefined;
  scopes: readonly string[];
}

/**
 * Calls Okta's API as a service app: by a token of the org authorization server, kept until it expires. Where the
 * app requires DPoP, the token and each request are bound to a key that ends with the process.
 */
export class ServiceApp {
  readonly #bearer: TokenClient;
  #bound: TokenClient | undefined;

  constructor({ orgUrl, clientId, privateKey, kid, scopes }: ServiceAppOptions) {
    const { origin } = new URL(orgUrl);
    this.#bearer = new TokenClient({
      issuer: origin,
      tokenEndpoint: `${origin}/oauth2/v1/token`,
      clientId,
      scope: scopes.join(" "),
      credential: { kind: "private_key_jwt", privateKey, ...(kid ? { kid } : {}) },
    });
  }

  /**
   * The headers of one request.
   *
   * @throws {TokenError}
   */
  async headers(method: string, url: string): Promise<ResourceHeaders> {
    const tokens = this.#bound ?? this.#bearer;
    try {
      return await tokens.headers(method, url);
    } catch (error) {
      if (tokens !== this.#bearer || !wantsProof(error)) throw error;
      this.#bound ??= tokens.derive({ dpop: true });
      return this.headers(method, url);
    }
  }

  /** A token that Okta has refused is not given out again; one that came after it is. */
  refused(authorization: string): void {
    const [, accessToken] = authorization.split(" ");
    (this.#bound ?? this.#bearer).forget(accessToken);
  }
}

function wantsProof(error: unknown): boolean {
  return error instanceof TokenError && error.details.error === "invalid_dpop_proof";
}
