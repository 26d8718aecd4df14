import { z } from "zod";
import type { OidcProvider } from "../../config/index.ts";
import { ProviderUnreachable, requestOf } from "./request.ts";

/** What a token is verified with: settings by hand first, discovery for the rest. */
export interface ProviderMetadata {
  issuer: string;
  jwksUri: string;
  userInfoUri: string | undefined;
}

const discoverySchema = z.looseObject({
  issuer: z.string().min(1),
  jwks_uri: z.url(),
  userinfo_endpoint: z.url().optional(),
});

/**
 * Reads the provider's metadata when it is first needed and keeps it once it has it. A failure is
 * not kept: the next login asks again.
 */
export class MetadataSource {
  readonly #provider: OidcProvider;
  readonly #fetch: typeof fetch;
  #metadata: Promise<ProviderMetadata> | undefined;

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

  async #read(): Promise<ProviderMetadata> {
    const { issuer, jwksUri, userInfoUri, wellKnownDiscoveryUri } = this.#provider;
    if (issuer !== undefined && jwksUri !== undefined) return { issuer, jwksUri, userInfoUri };
    const found = await this.#discover(wellKnownDiscoveryUri ?? "");
    return {
      issuer: issuer ?? found.issuer,
      jwksUri: jwksUri ?? found.jwks_uri,
      userInfoUri: userInfoUri ?? found.userinfo_endpoint,
    };
  }

  async #discover(uri: string): Promise<z.infer<typeof discoverySchema>> {
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
