import { BootError } from "./boot-error.ts";
import { readSettingFiles } from "./directory.ts";
import type { Edition } from "./edition.ts";
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
export interface Configuration {
  edition: Edition;
  /** Release of Neo4j that is stood in for. */
  version: string;
  /** All known settings that were given, and typed access to them. */
  settings: TypedSettings;
  /** `dbms.security.auth_enabled`, default true. */
  authEnabled: boolean;
  authenticationProviders: readonly string[];
  authorizationProviders: readonly string[];
  /** Every provider with settings, by id without `oidc-`, in the order of the setting names. */
  oidcProviders: ReadonlyMap<string, OidcProvider>;
  /** `dbms.security.require_local_user`, default false. */
  requireLocalUser: boolean;
  /** `dbms.security.logs.oidc.jwt_claims_at_debug_level_enabled`, default false. */
  jwtClaimsAtDebugLevel: boolean;
  /** `dbms.security.log_successful_authentication`, default true. */
  logSuccessfulAuthentication: boolean;
  /** Time to live in milliseconds: default ten minutes, 0 turns the cache off, undefined never ends. */
  authCacheTtl: number | undefined;
  /** `dbms.security.auth_cache_max_capacity`, default 10000 entries. */
  authCacheMaxCapacity: number;
  /** `dbms.security.auth_max_failed_attempts`, default 3; 0 means no limit. */
  authMaxFailedAttempts: number;
  /** `dbms.security.auth_lock_time` in milliseconds, default 5 s. */
  authLockTime: number;
  /** `dbms.security.auth_minimum_password_length`, default 8 characters. */
  minimumPasswordLength: number;
  /** `server.http.enabled`, default true. */
  httpEnabled: boolean;
  /** What the boot goes on in spite of, in Neo4j's words, or after `Sandbox:` in ours. */
  warnings: string[];
}

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
): Configuration {
  const { edition, version } = { ...DEFAULT_RELEASE, ...release };
  const { values, warnings } = evaluateSettings(raw, { edition, version });
  const settings = new TypedSettings(values);
  const lists: ProviderLists = {
    authentication: settings.list(AUTHENTICATION_PROVIDERS, ["native"]),
    authorization: settings.list(AUTHORIZATION_PROVIDERS, ["native"]),
    abac: settings.list("dbms.security.abac.authorization_providers", []),
  };
  if (edition === "community") refuseOidc(raw);
  const providers = readOidcProviders(edition === "community" ? [] : raw.keys(), settings);
  const notes = checkProviders(lists, providers);
  return {
    edition,
    version,
    settings,
    authEnabled: settings.bool("dbms.security.auth_enabled", true),
    authenticationProviders: lists.authentication,
    authorizationProviders: lists.authorization,
    oidcProviders: providers,
    requireLocalUser: settings.bool("dbms.security.require_local_user", false),
    jwtClaimsAtDebugLevel: settings.bool(
      "dbms.security.logs.oidc.jwt_claims_at_debug_level_enabled",
      false,
    ),
    logSuccessfulAuthentication: settings.bool("dbms.security.log_successful_authentication", true),
    authCacheTtl: settings.bool("dbms.security.auth_cache_use_ttl", true)
      ? settings.number("dbms.security.auth_cache_ttl", 600_000)
      : undefined,
    authCacheMaxCapacity: settings.number("dbms.security.auth_cache_max_capacity", 10_000),
    authMaxFailedAttempts: settings.number("dbms.security.auth_max_failed_attempts", 3),
    authLockTime: settings.number("dbms.security.auth_lock_time", 5000),
    minimumPasswordLength: settings.number("dbms.security.auth_minimum_password_length", 8),
    httpEnabled: settings.bool("server.http.enabled", true),
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
