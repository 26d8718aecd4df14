import { type AuthConfigOptions, readAuthConfig } from "../auth-config.ts";
import type { Configuration } from "../config/index.ts";

/** What the discovery document tells. */
export interface DiscoveryOptions extends AuthConfigOptions {
  configuration: AuthConfigOptions["configuration"] & Pick<Configuration, "version">;
  /** `host:port` of HTTP and of Bolt; asked when the document is written, since ports may be chosen. */
  advertisedAddress: () => string;
  boltAddress: () => string;
}

/**
 * The discovery document, `GET /`: where to go and how one may log in. Anybody may read it. It names
 * no `transaction` API, which the stand-in does not have.
 */
export async function discoveryDocument(
  options: DiscoveryOptions,
): Promise<Record<string, unknown>> {
  const { configuration } = options;
  const authConfig = await readAuthConfig(options);
  const [bolt, http] = [options.boltAddress(), options.advertisedAddress()];
  return {
    bolt_routing: `neo4j://${bolt}`,
    query: `http://${http}/db/{databaseName}/query/v2`,
    bolt_direct: `bolt://${bolt}`,
    neo4j_version: configuration.version,
    neo4j_edition: configuration.edition,
    ...(authConfig && { auth_config: authConfig }),
  };
}
