import type { ContractSignIn } from "../../../access/sign-in/contract.ts";
import { settingsFinding } from "../../diagnosis/sign-ins/neo4j.ts";
import { type Cause, type Check, failed, passed, show } from "../check.ts";
import type { SignInContext } from "../context.ts";
import { getJson } from "../http.ts";
import { notAsked } from "./provider.ts";

/** A provider in the document, whose fields are read one by one. */
type Entry = Readonly<Record<string, unknown>>;

/** The Browser needs them, and Neo4j has them from the discovery document. */
const ENDPOINTS = ["auth_endpoint", "token_endpoint"] as const;
const UNREAD: Partial<Cause> = {
  side: "network",
  setting: "way from Neo4j to the identity provider",
  fix: "Neo4j could not read the discovery document, and the Browser drops such a sign-in. Its Pods need DNS, egress and trust in the certificate; signIns[].endpoints does without the document.",
};

/** The Browser offers what stands there, and drops a provider of which a part is missing. */
export const signInOffered: Check<SignInContext> = {
  id: "sign_in.offered",
  title: "Neo4j's discovery document offers the sign-in, with all that the Browser needs",
  side: "neo4j",
  setting: "dbms.security.authentication_providers",
  fix: "Run pulumi up; settings are static, so the Pod must have been restarted since. Behind a load balancer server.bolt.advertised_address must be the address that the Browser connects to, or it drops the sign-ins.",
  symptoms: [
    "the Browser does not offer the sign-in",
    "Dropping invalid discovered sso provider",
    "the provider sees another client, or other scopes",
  ],
  run: async (context) => {
    const { contract, signIn } = context;
    const { httpUri } = contract.neo4j;
    const answer = await getJson(httpUri, context);
    if (!answer.reached) {
      const cause = { side: "network", setting: "address of Neo4j" } as const;
      return failed("an answer", `${httpUri}: ${answer.reason}`, cause);
    }
    const body = answer.body as { auth_config?: { oidc_providers?: Entry[] } } | undefined;
    const listed = body?.auth_config?.oidc_providers;
    if (!Array.isArray(listed)) {
      const reason = "this Neo4j does not list its providers: npm run browser-config";
      return { status: "inapplicable", reason };
    }
    const entry = listed.find(({ id }) => id === signIn.id || id === `oidc-${signIn.id}`);
    if (entry === undefined) return failed(signIn.id, show(listed.map(({ id }) => id)));
    const [wrong] = differences(signIn, entry);
    if (wrong !== undefined) {
      return failed(wrong.expected, wrong.seen, { setting: settingOf(signIn, wrong.setting) });
    }
    // Where this run asks nobody but Okta, Neo4j may be kept from others as well.
    const told = notAsked(context) !== undefined || ENDPOINTS.every((name) => entry[name]);
    return told
      ? passed(`${signIn.id}: ${show(entry.name)}`, { offered: texts(entry.params) })
      : failed(ENDPOINTS.join(" and "), "not both", UNREAD);
  },
  diagnose: settingsFinding,
};

function differences(signIn: ContractSignIn, entry: Entry) {
  const { clientId: client_id, scopes, params, tokenType, discoveryUri } = signIn;
  const request = { client_id, response_type: "code", scope: scopes.join(" "), ...params };
  const config = {
    code_challenge_method: "S256",
    token_type_principal: tokenType,
    token_type_authentication: tokenType,
  };
  const address = discoveryUri ?? signIn.endpoints?.authorization;
  return [
    different("display_name", signIn.displayName, entry.name),
    different("auth_flow", "pkce", entry.auth_flow),
    ...within("params", request, entry.params),
    ...within("config", config, entry.config),
    ...(discoveryUri === undefined
      ? []
      : [different("well_known_discovery_uri", address, entry.well_known_discovery_uri)]),
  ].filter((found) => found !== undefined);
}

function within(setting: string, wanted: Readonly<Record<string, string>>, seen: unknown) {
  const there = texts(seen);
  return Object.entries(wanted).map(([name, value]) =>
    different(setting, `${name}=${value}`, `${name}=${there[name] ?? ""}`),
  );
}

function different(setting: string, expected: unknown, seen: unknown) {
  return expected === seen ? undefined : { setting, expected: show(expected), seen: show(seen) };
}

function texts(value: unknown): Record<string, string> {
  const entries = typeof value === "object" && value !== null ? Object.entries(value) : [];
  return Object.fromEntries(entries.map(([name, text]) => [name, String(text)]));
}

function settingOf({ id }: ContractSignIn, setting: string): string {
  return `dbms.security.oidc.${id}.${setting}`;
}
