import { clientsOf } from "../../access/effective/okta.ts";
import type { Resource } from "../../access/effective/resource.ts";
import type { Database } from "../../drift/database.ts";
import type { Live } from "../../drift/live.ts";
import type { OktaApp } from "../../okta-api/objects.ts";
import { readState } from "../../review/state.ts";
import { stateBefore } from "../support/recorded-state.ts";

/** What the real engine had deployed: three accounts on a server of their own. */
export const DECLARED: readonly Resource[] = readState(
  JSON.stringify(stateBefore("dedicated")),
).resources;

/** An org that has what is declared; changes replace parts of one account's app. */
export function sameLive(
  account = "",
  change: (app: OktaApp) => Partial<OktaApp> = () => ({}),
): Live {
  const apps = clientsOf(DECLARED).map(({ app, name, clientId }) => {
    const { jwks } = app.properties;
    const oauthClient = { jwks: { keys: Array.isArray(jwks) ? structuredClone(jwks) : [] } };
    const live: OktaApp = {
      id: String(app.id),
      label: name,
      status: "ACTIVE",
      credentials: { oauthClient: { client_id: String(clientId) } },
      settings: { oauthClient },
    };
    const changed = name === account ? { ...live, ...change(live) } : live;
    return [String(clientId), changed] as const;
  });
  return {
    resources: DECLARED.filter(({ type }) => type.startsWith("okta:")),
    apps: new Map(apps),
    servers: [],
  };
}

/** The release that declares Neo4j. */
export const RELEASE = release();

function release(): Resource {
  const found = DECLARED.find(({ type }) => type === "kubernetes:helm.sh/v3:Release");
  if (found === undefined) throw new Error("no Helm release");
  return found;
}

/** A database that runs as declared; `changes` replace settings, undefined takes one away. */
export function database(
  changes: Record<string, string | undefined> = {},
  others: Partial<Pick<Database, "authRules" | "users">> = {},
): Database {
  const { config } = RELEASE.properties.values as { config: Record<string, string> };
  const settings = Object.entries({ ...config, ...changes }).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, { value, defaultValue: "" }] as const],
  );
  return {
    release: RELEASE,
    running: new Map([
      ["dbms.security.auth_enabled", { value: "true", defaultValue: "true" }],
      ["dbms.security.auth_lock_time", { value: "5s", defaultValue: "5s" }],
      ...settings,
    ]),
    authRules: undefined,
    users: [{ name: "neo4j", roles: ["admin"], suspended: false, providers: ["native"] }],
    ...others,
  };
}
