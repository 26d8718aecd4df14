import type { Configuration, OidcProvider } from "../config/index.ts";

/** What the discovery document tells. */
export interface DiscoveryOptions {
  configuration: Pick<Configuration, "edition" | "version" | "oidcProviders" | "authEnabled">;
  /** `host:port` of HTTP and of Bolt; asked when the document is written, since ports may be chosen. */
  advertisedAddress: () => string;
  boltAddress: () => string;
}

/**
 * The discovery document, `GET /`: where to go and how one may log in. Anybody may read it. It names
 * no `transaction` API, which the stand-in does not have.
 */
export function discoveryDocument(options: DiscoveryOptions): Record<string, unknown> {
  const { configuration } = options;
  const [bolt, http] = [options.boltAddress(), options.advertisedAddress()];
  return {
    bolt_routing: `neo4j://${bolt}`,
    query: `http://${http}/db/{databaseName}/query/v2`,
    bolt_direct: `bolt://${bolt}`,
    neo4j_version: configuration.version,
    neo4j_edition: configuration.edition,
    ...(configuration.edition === "enterprise" && {
      auth_config: {
        oidc_providers: [...configuration.oidcProviders.values()].map(describeProvider),
      },
    }),
  };
}

/** What clients such as Neo4j Browser need to start a login; `token_params` is public too. */
function describeProvider(provider: OidcProvider): Record<string, unknown> {
  const optional = {
    well_known_discovery_uri: provider.wellKnownDiscoveryUri,
    auth_endpoint: provider.authEndpoint,
    token_endpoint: provider.tokenEndpoint,
  };
  return {
    id: provider.id,
    name: provider.displayName ?? provider.id,
    auth_flow: provider.authFlow.toLowerCase(),
    params: Object.fromEntries(provider.params),
    auth_params: Object.fromEntries(provider.authParams),
    token_params: Object.fromEntries(provider.tokenParams),
    config: Object.fromEntries(provider.config),
    ...Object.fromEntries(Object.entries(optional).filter(([, uri]) => uri !== undefined)),
  };
}
