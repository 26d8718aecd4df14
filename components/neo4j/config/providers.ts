import type { Finding } from "../../../access/finding.ts";
import { type Providers, providerList } from "../../../access/oidc-settings.ts";
import { oidcSettingName } from "./names.ts";

/** Which providers are in use; the services' one is `oidc-<providerId>`. */
export type ProviderContext = Providers;

/** Every provider in the list has settings, and the other way round. */
export function providerFindings(
  config: Readonly<Record<string, string>>,
  context: ProviderContext,
): Finding[] {
  const listed = providerList(context).split(",");
  const configured = Object.keys(config).flatMap((name) => oidcSettingName(name)?.provider ?? []);
  const unlisted = [...new Set(configured)]
    .filter((provider) => !listed.includes(`oidc-${provider}`))
    .map((provider) => ({
      code: "config-unlisted-provider",
      at: [`dbms.security.oidc.${provider}`],
      message: "configures a provider that is not in use",
      allowed: listed.join(", "),
      fix: `add oidc-${provider} to \`otherProviders\`, or remove its settings`,
    }));
  return [...unlisted, ...incompleteProviders(config, context)];
}

/** What Neo4j has to know of the endpoints when there is no discovery document. */
const ENDPOINTS = ["issuer", "jwks_uri", "auth_endpoint"];

function incompleteProviders(
  config: Readonly<Record<string, string>>,
  { providerId, otherProviders = [] }: ProviderContext,
): Finding[] {
  return otherProviders.flatMap((entry) => {
    const provider = entry.replace(/^oidc-/, "");
    if (provider === entry || provider === providerId) return [];
    const has = (suffix: string) => config[`dbms.security.oidc.${provider}.${suffix}`]?.trim();
    const missing = [
      ...(has("audience") ? [] : ["audience"]),
      ...(has("well_known_discovery_uri") || ENDPOINTS.every(has)
        ? []
        : ["well_known_discovery_uri"]),
    ];
    if (missing.length === 0) return [];
    return [
      {
        code: "config-incomplete-provider",
        at: [`dbms.security.oidc.${provider}`],
        message: `lacks ${missing.join(", ")}, and Neo4j would not start`,
        allowed: `audience, and well_known_discovery_uri or ${ENDPOINTS.join(", ")}`,
        fix: `add them to \`config\`, or take ${entry} out of \`otherProviders\``,
      },
    ];
  });
}
