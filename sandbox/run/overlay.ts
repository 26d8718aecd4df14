import { SandboxError } from "../errors.ts";
import { isMapping, type Settings } from "./project.ts";

/** Where the rehearsal's providers go instead of the user's org and cluster. */
export interface Endpoints {
  oktaUrl: string;
  /** Undefined: the engine's environment says as whom the okta provider asks. */
  oktaAccessToken: string | undefined;
  kubeconfig: string;
  /** A setting of the program that lists certificates (PEM), and one that is added to it. */
  trust?: { setting: string; certificate: string } | undefined;
}

/** A setting of the program that is given another value. */
export interface Override {
  /** Key and field, e.g. `app:neo4j.chart.path`. */
  setting: string;
  value: string;
  /** False: a stack that says more than a version in the mapping that holds the setting keeps what it says. */
  asked: boolean;
}

export interface StackConfig {
  plain: Settings;
  secret: Record<string, string>;
}

/** Namespaces of the providers' own settings. */
const PROVIDERS = ["okta", "kubernetes", "random"];

/** The form of an {@link Override}'s setting: namespace, key, and the path of a field in its value. */
export const SETTING = /^[\w-]+:[\w-]+(\.[\w-]+)*$/;

/**
 * A stack's own settings with only the endpoints and credentials of the providers replaced.
 *
 * @param override replaces the mapping that holds the setting as a whole, since its neighbours say
 *   the same in another way. Default: none.
 * @throws SandboxError `setting-encrypted`: the sandbox does not have the stack's key.
 */
export function overlaySettings(
  settings: Settings,
  endpoints: Endpoints,
  override?: Override,
): StackConfig {
  const plain: Settings = {};
  for (const [key, value] of Object.entries(settings)) {
    if (isProviderSetting(key)) continue;
    refuseEncrypted(key, value);
    plain[key] = value;
  }
  if (override && (override.asked || !hasNeighbours(settings, override.setting))) {
    const [key = "", ...path] = override.setting.split(".");
    plain[key] = replaced(plain[key], path, override.value);
  }
  if (endpoints.trust) {
    const [key = "", ...path] = endpoints.trust.setting.split(".");
    plain[key] = appended(plain[key], path, endpoints.trust.certificate);
  }
  plain["okta:httpProxy"] = endpoints.oktaUrl;
  const { oktaAccessToken, kubeconfig } = endpoints;
  const okta = oktaAccessToken === undefined ? {} : { "okta:accessToken": oktaAccessToken };
  return { plain, secret: { ...okta, "kubernetes:kubeconfig": kubeconfig } };
}

/** What a stack says at a {@link SETTING}; undefined: nothing. */
export function settingAt(settings: Settings, setting = ""): unknown {
  let value: unknown = settings;
  for (const name of setting.split(".")) value = isMapping(value) ? value[name] : undefined;
  return value;
}

/** Whether a key, such as `okta:orgName`, is a provider's own setting. */
export function isProviderSetting(key: string): boolean {
  return PROVIDERS.includes(key.split(":", 1)[0] ?? "");
}

/** Whether the stack says something in the mapping that holds this setting, other than a version. */
function hasNeighbours(settings: Settings, setting: string): boolean {
  const mapping = setting.split(".").slice(0, -1).join(".");
  const value = settingAt(settings, mapping || setting);
  if (mapping === "" || !isMapping(value)) return value !== undefined;
  return Object.keys(value).some((name) => name !== "version");
}

function replaced(value: unknown, path: readonly string[], leaf: string): unknown {
  const [name, ...rest] = path;
  if (name === undefined) return leaf;
  if (rest.length === 0) return { [name]: leaf };
  const mapping = isMapping(value) ? value : {};
  return { ...mapping, [name]: replaced(mapping[name], rest, leaf) };
}

function appended(value: unknown, path: readonly string[], item: string): unknown {
  const [name, ...rest] = path;
  if (name === undefined) return [...(Array.isArray(value) ? value : []), item];
  const mapping = isMapping(value) ? value : {};
  return { ...mapping, [name]: appended(mapping[name], rest, item) };
}

function refuseEncrypted(path: string, value: unknown): void {
  if (typeof value !== "object" || value === null) return;
  if (!Array.isArray(value) && typeof (value as { secure?: unknown }).secure === "string") {
    throw new SandboxError(
      "setting-encrypted",
      `${path} is encrypted with the stack's key, which the sandbox does not have. ` +
        "Fix: rehearse a copy of the stack that holds a plain stand-in value there (--stack NAME).",
    );
  }
  for (const [key, child] of Object.entries(value)) refuseEncrypted(`${path}.${key}`, child);
}
