import { createRemoteJWKSet, customFetch } from "jose";
import { z } from "zod";
import type { OidcProvider } from "../../config/index.ts";
import { ProviderUnreachable, requestOf } from "./request.ts";

/** What a token is verified with: settings by hand first, discovery for the rest. */
export interface ProviderMetadata {
  issuer: string;
  jwksUri: string;
  /** Fetched once for all who wait, and once more for a key id that is not there yet. */
  keys: ReturnType<typeof createRemoteJWKSet>;
  userInfoUri: string | undefined;
}

/** Where a client sends its user to, and where it then gets its tokens. */
export interface SignInEndpoints {
  authEndpoint?: string | undefined;
  tokenEndpoint?: string | undefined;
}

const discoverySchema = z.looseObject({
  issuer: z.string().min(1),
  jwks_uri: z.url(),
  userinfo_endpoint: z.url().optional(),
  authorization_endpoint: z.url().optional(),
  token_endpoint: z.url().optional(),
});
type DiscoveryDocument = z.infer<typeof discoverySchema>;

/**
 * Reads the provider's metadata when it is first needed and keeps it once it has it. A failure is
 * not kept: the next login asks again.
 */
export class MetadataSource {
  readonly #provider: OidcProvider;
  readonly #fetch: typeof fetch;
  #metadata: Promise<ProviderMetadata> | undefined;
  #document: Promise<DiscoveryDocument> | undefined;

  constructor(provider: OidcProvider, fetchFunction: typeof fetch) {
    this.#provider = provider;
    this.#fetch = fetchFunction;
  }

  /** @throws ProviderUnreachable */
  get(): Promise<ProviderMetadata> {
    this.#metadata ??= this.#read().catch((error: unknown) => {
      this.#metadata = undefined;
      throw error;
    });
    return this.#metadata;
  }

  /** Of the settings, or else of discovery. @throws ProviderUnreachable */
  async endpoints(): Promise<SignInEndpoints> {
    const { authEndpoint, tokenEndpoint } = this.#provider;
    const isComplete = authEndpoint !== undefined && tokenEndpoint !== undefined;
    const found = isComplete ? undefined : await this.#discovered();
    return {
      authEndpoint: authEndpoint ?? found?.authorization_endpoint,
      tokenEndpoint: tokenEndpoint ?? found?.token_endpoint,
    };
  }

  async #read(): Promise<ProviderMetadata> {
    const { issuer, jwksUri, userInfoUri } = this.#provider;
    const isComplete = issuer !== undefined && jwksUri !== undefined;
    const found = isComplete ? undefined : await this.#discovered();
    const uri = jwksUri ?? found?.jwks_uri ?? "";
    const keys = createRemoteJWKSet(new URL(uri), {
      cooldownDuration: 0,
      cacheMaxAge: Number.POSITIVE_INFINITY,
      [customFetch]: (url, options) => requestOf(this.#fetch, "key set", url, options),
    });
    return {
      issuer: issuer ?? found?.issuer ?? "",
      jwksUri: uri,
      keys,
      userInfoUri: userInfoUri ?? found?.userinfo_endpoint,
    };
  }

  /** The discovery document, asked for until it is there. */
  async #discovered(): Promise<DiscoveryDocument | undefined> {
    const { wellKnownDiscoveryUri } = this.#provider;
    if (wellKnownDiscoveryUri === undefined) return undefined;
    this.#document ??= this.#discover(wellKnownDiscoveryUri).catch((error: unknown) => {
      this.#document = undefined;
      throw error;
    });
    return this.#document;
  }

  async #discover(uri: string): Promise<DiscoveryDocument> {
    const ask = () => requestOf(this.#fetch, "discovery document", uri);
    const response = await ask().catch(ask);
    const body: unknown = await response.json().catch(() => undefined);
    const parsed = discoverySchema.safeParse(body);
    if (!parsed.success) {
      throw new ProviderUnreachable(
        `discovery document at ${uri} is not usable: ${parsed.error.issues
          .map((issue) => `${issue.path.join(".") || "document"}: ${issue.message}`)
          .join("; ")}`,
      );
    }
    return parsed.data;
  }
}
