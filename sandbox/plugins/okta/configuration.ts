import { type CheckFailure, ENGINE_KEYS } from "../protocol/provider.ts";
import { type Properties, reveal } from "../protocol/values.ts";

/** How the plugin reaches the org. */
export interface OktaConfiguration {
  /** What every client uses in place of the org's URL; `httpProxy` of the provider. */
  proxy?: string;
  orgUrl: string;
  /** Value of the `Authorization` header. */
  authorization: string;
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
 * @throws when no credential is given, or one that the stand-in does not speak.
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
  if (accessToken === undefined && apiToken === undefined) {
    throw new Error(
      text("privateKey", "OKTA_API_PRIVATE_KEY") === undefined
        ? "no Okta credentials provided: set okta:accessToken or okta:apiToken"
        : "the sandbox's stand-in for the okta plugin does not sign in with okta:privateKey: set okta:accessToken",
    );
  }
  if (proxy === undefined && (orgName === undefined || baseUrl === undefined)) {
    throw new Error("no Okta org given: set okta:orgName and okta:baseUrl, or okta:httpProxy");
  }
  if (proxy !== undefined && !/^https?:\/\/[^/]+\/?$/.test(proxy)) {
    throw new Error(`okta:httpProxy ${JSON.stringify(proxy)} is not of the form http://host:port`);
  }
  return {
    ...(proxy === undefined ? {} : { proxy: proxy.replace(/\/$/, "") }),
    orgUrl: `https://${orgName}.${baseUrl}`,
    authorization: accessToken === undefined ? `SSWS ${apiToken}` : `Bearer ${accessToken}`,
    usesApiToken: accessToken === undefined,
    maxRetries: number("maxRetries", 5),
    maxWaitSeconds: number("maxWaitSeconds", 300),
    requestTimeoutSeconds: number("requestTimeout", 0),
  };
}
