import type { Configuration, OidcProvider } from "./config/index.ts";
import type { Security } from "./security/types.ts";

/** What a client is told of how its user may sign in, by the name that the discovery document has. */
export interface AuthConfig {
  oidc_providers: Record<string, unknown>[];
}

/** Whose sign-ins are told, and who knows where they are. */
export interface AuthConfigOptions {
  configuration: Pick<Configuration, "edition" | "oidcProviders" | "authenticationProviders">;
  security: Pick<Security, "endpoints">;
}

/**
 * How one may sign in with an OIDC provider: all that Neo4j Browser and Bloom need, in the order in
 * which logins are tried. Anybody may read it, `token_params` too. Neo4j asks a provider's discovery
 * for the endpoints; the Browser offers no provider without `auth_endpoint` or without `params`.
 *
 * @returns undefined in the Community edition, which has none
 */
export async function readAuthConfig(options: AuthConfigOptions): Promise<AuthConfig | undefined> {
  const { configuration, security } = options;
  if (configuration.edition !== "enterprise") return undefined;
  const providers = configuration.authenticationProviders.flatMap((entry) => {
    const provider = configuration.oidcProviders.get(entry.replace(/^oidc-/, ""));
    return provider && entry !== "native" ? [provider] : [];
  });
  const described = providers.map((provider) => describeProvider(provider, security));
  return { oidc_providers: await Promise.all(described) };
}

async function describeProvider(
  provider: OidcProvider,
  security: Pick<Security, "endpoints">,
): Promise<Record<string, unknown>> {
  const { authEndpoint, tokenEndpoint } = await security.endpoints(provider.id);
  const addresses = {
    well_known_discovery_uri: provider.wellKnownDiscoveryUri,
    auth_endpoint: authEndpoint,
    token_endpoint: tokenEndpoint,
  };
  return {
    id: provider.id,
    name: provider.displayName ?? provider.id,
    auth_flow: provider.authFlow.toLowerCase(),
    params: Object.fromEntries(provider.params),
    auth_params: Object.fromEntries(provider.authParams),
    token_params: Object.fromEntries(provider.tokenParams),
    config: Object.fromEntries(provider.config),
    ...Object.fromEntries(Object.entries(addresses).filter(([, uri]) => uri !== undefined)),
  };
}
