import { BootError } from "./boot-error.ts";
import { readSettingFiles } from "./directory.ts";
import { evaluateSettings } from "./evaluate.ts";
import { type OidcProvider, readOidcProviders } from "./oidc-provider.ts";
import {
  AUTHENTICATION_PROVIDERS,
  AUTHORIZATION_PROVIDERS,
  checkProviders,
  type ProviderLists,
} from "./providers.ts";
import { DEFAULT_RELEASE, type Release } from "./release.ts";
import { TypedSettings } from "./typed.ts";
import { list } from "./values.ts";

/** What the stand-in runs on: the settings that mean something to it, with their defaults. */
export type Configuration = ReturnType<typeof parseConfiguration>;

/**
 * Reads and judges a mounted configuration directory.
 *
 * @param directory one file per setting
 * @param release default Enterprise 5.26.0
 * @throws BootError with Neo4j's kind of message
 */
export function readConfiguration(
  directory: string,
  release: Partial<Release> = {},
): Configuration {
  const files = readSettingFiles(directory);
  const configuration = parseConfiguration(files.values, release);
  return { ...configuration, warnings: [...files.warnings, ...configuration.warnings] };
}

/**
 * The same from values in memory.
 *
 * @throws BootError
 */
export function parseConfiguration(
  raw: ReadonlyMap<string, string>,
  release: Partial<Release> = {},
) {
  const { edition, version } = { ...DEFAULT_RELEASE, ...release };
  const { values, warnings } = evaluateSettings(raw, { edition, version });
  const settings = new TypedSettings(values);
  const security = (name: string) => `dbms.security.${name}`;
  const lists: ProviderLists = {
    authentication: settings.list(AUTHENTICATION_PROVIDERS, ["native"]),
    authorization: settings.list(AUTHORIZATION_PROVIDERS, ["native"]),
    abac: settings.list(security("abac.authorization_providers"), []),
  };
  if (edition === "community") refuseOidc(raw);
  const oidcProviders = readOidcProviders(edition === "community" ? [] : raw.keys(), settings);
  const notes = checkProviders(lists, oidcProviders, version);
  return {
    edition,
    /** Release of Neo4j that is stood in for. */
    version,
    /** All known settings that were given, and typed access to them. */
    settings,
    authEnabled: settings.bool(security("auth_enabled"), true),
    authenticationProviders: lists.authentication,
    authorizationProviders: lists.authorization,
    /** Those whose users auth rules may grant roles to. */
    abacProviders: lists.abac,
    /** Every provider with settings, by id without `oidc-`, in the order of the setting names. */
    oidcProviders: oidcProviders as ReadonlyMap<string, OidcProvider>,
    requireLocalUser: settings.bool(security("require_local_user"), false),
    jwtClaimsAtDebugLevel: settings.bool(
      security("logs.oidc.jwt_claims_at_debug_level_enabled"),
      false,
    ),
    logSuccessfulAuthentication: settings.bool(security("log_successful_authentication"), true),
    /** Time to live in milliseconds; 0 turns the cache off, undefined never ends. */
    authCacheTtl: settings.bool(security("auth_cache_use_ttl"), true)
      ? settings.number(security("auth_cache_ttl"), 600_000)
      : undefined,
    /** Count of entries. */
    authCacheMaxCapacity: settings.number(security("auth_cache_max_capacity"), 10_000),
    /** 0 means no limit. */
    authMaxFailedAttempts: settings.number(security("auth_max_failed_attempts"), 3),
    /** Milliseconds. */
    authLockTime: settings.number(security("auth_lock_time"), 5000),
    /** Count of characters. */
    minimumPasswordLength: settings.number(security("auth_minimum_password_length"), 8),
    /** Value of `Access-Control-Allow-Origin`. */
    accessControlAllowOrigin: settings.string(security("http_access_control_allow_origin")) ?? "*",
    httpEnabled: settings.bool("server.http.enabled", true),
    /** What the boot goes on in spite of, in Neo4j's words, or after `Sandbox:` in ours. */
    warnings: [...warnings, ...notes],
  };
}

/** Community drops the lists of providers, and would let nobody in but native users. */
function refuseOidc(raw: ReadonlyMap<string, string>): void {
  const given = [AUTHENTICATION_PROVIDERS, AUTHORIZATION_PROVIDERS].map((name) => raw.get(name));
  const asked = given.flatMap((text) => list(text ?? "")).find((name) => name !== "native");
  if (asked === undefined) return;
  throw new BootError(
    "edition",
    `Illegal configuration: provider '${asked}' needs Neo4j Enterprise Edition; set the chart's neo4j.edition to "enterprise".`,
    AUTHENTICATION_PROVIDERS,
  );
}
