import type { OidcProvider } from "../config/index.ts";

/** What the discovery document tells. */
export interface DiscoveryOptions {
  /** `host:port` of Bolt and of HTTP. */
  boltAddress: string;
  httpAddress: string;
  version: string;
  edition: string;
  providers: Iterable<OidcProvider>;
}

/** The discovery document, `GET /`: where to go and how one may log in. Anybody may read it. */
export function discoveryDocument(options: DiscoveryOptions): Record<string, unknown> {
  const { boltAddress, httpAddress } = options;
  return {
    bolt_routing: `neo4j://${boltAddress}`,
    query: `http://${httpAddress}/db/{databaseName}/query/v2`,
    transaction: `http://${httpAddress}/db/{databaseName}/tx`,
    bolt_direct: `bolt://${boltAddress}`,
    neo4j_version: options.version,
    neo4j_edition: options.edition,
    auth_config: { oidc_providers: [...options.providers].map(describeProvider) },
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
