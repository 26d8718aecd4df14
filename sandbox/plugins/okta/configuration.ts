import { type CheckFailure, ENGINE_KEYS } from "../protocol/provider.ts";
import { type Properties, reveal, type Value } from "../protocol/values.ts";
import { listOf } from "./document.ts";
import { readPrivateKey } from "./private-key.ts";
import type { ServiceApp } from "./service-app.ts";

/** How the plugin reaches the org. */
export interface OktaConfiguration {
  /** What every client uses in place of the org's URL; `httpProxy` of the provider. */
  proxy?: string;
  orgUrl: string;
  /** Value of the `Authorization` header, or the service app that signs in for one. */
  authorization: string | ServiceApp;
  /** The callers that Okta asks more of: groups claims, and a check at start. */
  usesApiToken: boolean;
  maxRetries: number;
  maxWaitSeconds: number;
  /** 0: no limit. */
  requestTimeoutSeconds: number;
}

const ARGUMENTS = [
  "accessToken",
  "apiToken",
  "backoff",
  "baseUrl",
  "clientId",
  "httpProxy",
  "logLevel",
  "maxApiCapacity",
  "maxRetries",
  "maxWaitSeconds",
  "minWaitSeconds",
  "orgName",
  "parallelism",
  "privateKey",
  "privateKeyId",
  "requestTimeout",
  "scopes",
];

/** Judges the provider's configuration: unknown names, and credentials that exclude each other. */
export function checkOktaConfiguration(inputs: Properties): CheckFailure[] {
  const failures: CheckFailure[] = [];
  const given = Object.keys(inputs).filter((name) => inputs[name] !== undefined);
  for (const name of given) {
    if (ARGUMENTS.includes(name) || ENGINE_KEYS.includes(name)) continue;
    const reason = `unknown provider setting ${JSON.stringify(name)}; known are ${ARGUMENTS.join(", ")}`;
    failures.push({ property: name, reason });
  }
  const conflicts: [string, string[]][] = [
    ["accessToken", ["apiToken", "clientId", "scopes", "privateKey"]],
    ["apiToken", ["clientId", "scopes", "privateKey", "privateKeyId"]],
  ];
  for (const [name, others] of conflicts) {
    if (!given.includes(name)) continue;
    for (const other of others.filter((candidate) => given.includes(candidate))) {
      failures.push({
        property: name,
        reason: `${name} conflicts with ${other}: give one of them`,
      });
    }
  }
  return failures;
}

/**
 * The configuration from the provider's inputs; `OKTA_*` variables fill what they leave out.
 *
 * @throws when no credential is given, or one that cannot be used.
 */
export function readOktaConfiguration(
  inputs: Properties,
  environment: NodeJS.ProcessEnv,
): OktaConfiguration {
  const given = reveal(inputs);
  const text = (name: string, variable: string): string | undefined => {
    const value = given[name];
    return (typeof value === "string" ? value : environment[variable]) || undefined;
  };
  const number = (name: string, fallback: number): number => Number(given[name] ?? fallback);
  const apiToken = text("apiToken", "OKTA_API_TOKEN");
  const accessToken = text("accessToken", "OKTA_ACCESS_TOKEN");
  const proxy = text("httpProxy", "OKTA_HTTP_PROXY");
  const orgName = text("orgName", "OKTA_ORG_NAME");
  const baseUrl = text("baseUrl", "OKTA_BASE_URL");
  const authorization =
    accessToken !== undefined
      ? `Bearer ${accessToken}`
      : apiToken !== undefined
        ? `SSWS ${apiToken}`
        : serviceApp(text, scopesOf(given.scopes ?? environment.OKTA_API_SCOPES));
  if (proxy === undefined && (orgName === undefined || baseUrl === undefined)) {
    throw new Error("no Okta org given: set okta:orgName and okta:baseUrl, or okta:httpProxy");
  }
  if (proxy !== undefined && !/^https?:\/\/[^/]+\/?$/.test(proxy)) {
    throw new Error(`okta:httpProxy ${JSON.stringify(proxy)} is not of the form http://host:port`);
  }
  return {
    ...(proxy === undefined ? {} : { proxy: proxy.replace(/\/$/, "") }),
    orgUrl: `https://${orgName}.${baseUrl}`,
    authorization,
    usesApiToken: accessToken === undefined && apiToken !== undefined,
    maxRetries: number("maxRetries", 5),
    maxWaitSeconds: number("maxWaitSeconds", 300),
    requestTimeoutSeconds: number("requestTimeout", 0),
  };
}

/** The client that signs in by its key. @throws when there is no key, or what belongs to it is missing. */
function serviceApp(
  text: (name: string, variable: string) => string | undefined,
  scopes: string[],
): ServiceApp {
  const key = text("privateKey", "OKTA_API_PRIVATE_KEY");
  if (key === undefined) {
    throw new Error(
      "no Okta credentials provided: set okta:accessToken, okta:apiToken or okta:privateKey",
    );
  }
  const clientId = text("clientId", "OKTA_API_CLIENT_ID");
  if (clientId === undefined || scopes.length === 0) {
    const missing = clientId === undefined ? "okta:clientId" : "okta:scopes";
    throw new Error(`okta:privateKey is of no use without ${missing}: set it too`);
  }
  const privateKeyId = text("privateKeyId", "OKTA_API_PRIVATE_KEY_ID");
  return {
    clientId,
    scopes,
    privateKey: readPrivateKey(key),
    ...(privateKeyId === undefined ? {} : { privateKeyId }),
  };
}

/** Of a list, of one as the engine passes it on (JSON text), or of a variable's text with commas. */
function scopesOf(given: Value | undefined): string[] {
  if (typeof given !== "string") return listOf({ scopes: given ?? null }, "scopes");
  if (given.startsWith("[")) return scopesOf(JSON.parse(given) as Value);
  return given
    .split(",")
    .map((scope) => scope.trim())
    .filter((scope) => scope !== "");
}
