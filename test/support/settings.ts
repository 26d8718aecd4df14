import { generateKeyPairSync, type KeyObject } from "node:crypto";
import { parseSettings, type Settings, SettingsError } from "../../infra/settings.ts";

/** A public key as a service would hand it over; another one for each `kid`. */
export function publicJwk(kid = "key-1"): { kty: string; kid: string; n: string; e: string } {
  const key = KEYS.get(kid) ?? generateKeyPairSync("rsa", { modulusLength: 2048 }).publicKey;
  KEYS.set(kid, key);
  const { n = "", e = "" } = key.export({ format: "jwk" });
  return { kty: "RSA", kid, n, e };
}

const KEYS = new Map<string, KeyObject>();

/** The smallest settings that are accepted; `changes` replace whole keys, undefined removes one. */
export function validSettings(changes: Record<string, unknown> = {}): Record<string, unknown> {
  const settings = {
    authorizationServer: { id: "default", audience: "api://default" },
    groups: { neo4j_reader: ["reader"] },
    accounts: [validAccount()],
    neo4j: { license: "eval" },
    ...changes,
  };
  return Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined));
}

/** One account that is accepted. */
export function validAccount(changes: Record<string, unknown> = {}): Record<string, unknown> {
  return { name: "etl-loader", groups: ["neo4j_reader"], credential: "client_secret", ...changes };
}

/** Lets a production stack adopt the server of {@link validSettings}. */
const SHARED_SERVER = {
  rule: "shared-server",
  until: "2026-12-31",
  reason: "no server of its own yet, agreed with security",
};

/**
 * The smallest settings that a stack marked `production` may have; `changes` replace whole keys, but
 * for `waivers`, which come before the one that the adopted server needs.
 */
export function productionSettings(changes: Record<string, unknown> = {}): Record<string, unknown> {
  const { waivers = [], ...others } = changes;
  return validSettings({
    production: true,
    accounts: [validAccount({ owner: "etl@example.com" })],
    neo4j: { license: "yes" },
    ...others,
    waivers: [...(waivers as unknown[]), SHARED_SERVER],
  });
}

/** Parses on a fixed day. */
export function parse(raw: unknown, today = "2026-11-22"): Settings {
  return parseSettings(raw, { today, stack: "test" });
}

/** The refusal of settings. */
export function refusal(raw: unknown, today?: string): SettingsError {
  try {
    parse(raw, today);
  } catch (error) {
    if (error instanceof SettingsError) return error;
    throw error;
  }
  throw new Error("the settings were accepted");
}
