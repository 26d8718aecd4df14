import { type BootRefusal, evaluating, OKTA } from "./boot-refusal.ts";

/** Settings that are unknown, or do not go together. */
export const REFUSED_CONFIGURATIONS: BootRefusal[] = [
  [
    "an unknown setting",
    { "dbms.security.oidc_okta": "x" },
    "unrecognized-setting",
    "Unrecognized setting. No declared setting with name: dbms.security.oidc_okta. Cleanup the config or disable 'server.config.strict_validation.enabled' to continue.",
  ],
  [
    "a setting of Neo4j 4",
    { "dbms.memory.heap.max_size": "1g" },
    "unrecognized-setting",
    "Unrecognized setting. No declared setting with name: dbms.memory.heap.max_size. Cleanup the config or disable 'server.config.strict_validation.enabled' to continue.",
  ],
  [
    "an APOC setting",
    { "apoc.export.file.enabled": "true" },
    "unrecognized-setting",
    "Setting 'apoc.export.file.enabled' for APOC was found in the configuration file. In Neo4j v5, APOC settings must be in their own configuration file called apoc.conf. Cleanup the config or disable 'server.config.strict_validation.enabled' to continue.",
  ],
  [
    "a provider without id",
    { "dbms.security.oidc..audience": "x" },
    "unrecognized-setting",
    "Malformed group setting name: 'dbms.security.oidc..audience', does not match any setting in its group. Cleanup the config or disable 'server.config.strict_validation.enabled' to continue.",
  ],
  [
    "an unknown TLS scope",
    { "dbms.ssl.policy.base_directory": "x" },
    "unrecognized-setting",
    "Unrecognized setting. No declared setting with name: dbms.ssl.policy.base_directory. Cleanup the config or disable 'server.config.strict_validation.enabled' to continue.",
  ],
  [
    "a command",
    { [`${OKTA}.audience`]: " $(bash -c 'cat /var/secrets/audience')\n" },
    "command-not-executed",
    evaluating(
      `${OKTA}.audience`,
      "The value is a command, which Neo4j would execute in its container at start. The sandbox executes no commands: give the value itself, or run against a real Neo4j.",
    ),
  ],
  [
    "a provider without settings",
    { "dbms.security.authentication_providers": "oidc-azure,native" },
    "illegal-configuration",
    "Illegal configuration: dbms.security.authentication_providers names provider 'oidc-azure', but there is no setting 'dbms.security.oidc.azure.*'.",
  ],
  [
    "an authorizing provider without settings",
    { "dbms.security.authorization_providers": "oidc-Okta" },
    "illegal-configuration",
    "Illegal configuration: dbms.security.authorization_providers names provider 'oidc-Okta', but there is no setting 'dbms.security.oidc.Okta.*'.",
  ],
  [
    "a provider without prefix",
    { "dbms.security.authentication_providers": "okta" },
    "illegal-configuration",
    "Illegal configuration: dbms.security.authentication_providers names provider 'okta'; the sandbox has 'native' and 'oidc-<provider>' only.",
  ],
  [
    "no provider at all",
    { "dbms.security.authentication_providers": "" },
    "illegal-configuration",
    "Illegal configuration: dbms.security.authentication_providers names no provider.",
  ],
  [
    "a provider that is named twice",
    { "dbms.security.authentication_providers": "native,oidc-okta,native" },
    "illegal-configuration",
    "Illegal configuration: dbms.security.authentication_providers names provider 'native' twice.",
  ],
  [
    "a provider without audience",
    { [`${OKTA}.audience`]: undefined },
    "illegal-configuration",
    `Illegal configuration: Missing mandatory setting '${OKTA}.audience': provider 'oidc-okta' needs at least one audience that its tokens are for.`,
  ],
  [
    "the audience under the name that a manual once printed",
    { [`${OKTA}.audience`]: undefined, [`${OKTA}.claims.audience`]: "api://default" },
    "illegal-configuration",
    `Illegal configuration: Missing mandatory setting '${OKTA}.audience': provider 'oidc-okta' needs at least one audience that its tokens are for.`,
  ],
  [
    "no discovery and only half of what it would tell",
    {
      [`${OKTA}.well_known_discovery_uri`]: undefined,
      [`${OKTA}.issuer`]: "https://org.okta.com/oauth2/default",
    },
    "illegal-configuration",
    `Illegal configuration: Provider 'oidc-okta' has no '${OKTA}.well_known_discovery_uri', so it needs '${OKTA}.jwks_uri', '${OKTA}.auth_endpoint', '${OKTA}.token_endpoint' as well.`,
  ],
  [
    "neither discovery nor anything that it would tell",
    { [`${OKTA}.well_known_discovery_uri`]: undefined },
    "illegal-configuration",
    `Illegal configuration: Provider 'oidc-okta' has no '${OKTA}.well_known_discovery_uri', so it needs '${OKTA}.issuer', '${OKTA}.jwks_uri', '${OKTA}.auth_endpoint', '${OKTA}.token_endpoint' as well.`,
  ],
  [
    "attribute-based access for a provider without settings",
    { "dbms.security.abac.authorization_providers": "oidc-azure" },
    "illegal-configuration",
    "Illegal configuration: dbms.security.abac.authorization_providers entries must be a valid OIDC authorization provider.",
  ],
  [
    "attribute-based access for a provider that does not authorize",
    {
      "dbms.security.authorization_providers": "native",
      "dbms.security.abac.authorization_providers": "oidc-okta",
    },
    "illegal-configuration",
    "Illegal configuration: dbms.security.abac.authorization_providers entries must exist in dbms.security.authorization_providers.",
  ],
];
