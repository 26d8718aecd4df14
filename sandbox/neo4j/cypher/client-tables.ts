import type { Subject } from "../security/types.ts";
import type { Table } from "./result.ts";
import type { ServerDescription } from "./server-tables.ts";
import type { Value } from "./value.ts";

/** The settings that Neo4j tells every client of, with their defaults. */
const CLIENT_SETTINGS: Readonly<Record<string, string>> = {
  "browser.allow_outgoing_connections": "true",
  "browser.credential_timeout": "0s",
  "browser.post_connect_cmd": "",
  "browser.remote_content_hostname_whitelist": "guides.neo4j.com,localhost",
  "browser.retain_connection_credentials": "true",
  "browser.retain_editor_history": "true",
  "client.allow_telemetry": "true",
  "dbms.security.auth_enabled": "true",
};

/** Those that only Enterprise has. */
const ENTERPRISE = /^browser\.(allow|credential|retain)_/;

/** The procedures that a statement may call, as Neo4j lists them. */
const PROCEDURES: readonly (readonly [name: string, columns: string])[] = [
  ["db.ping", "success :: BOOLEAN"],
  ["dbms.clientConfig", "name :: STRING, description :: STRING, value :: STRING"],
  ["dbms.components", "name :: STRING, versions :: LIST<STRING>, edition :: STRING"],
  ["dbms.security.clearAuthCache", ""],
  ["dbms.showCurrentUser", "username :: STRING, roles :: LIST<STRING>, flags :: LIST<STRING>"],
];

/** `CALL dbms.clientConfig()`: how a client such as Neo4j Browser should behave. No setting is described. */
export function clientConfigTable({ edition, settings }: ServerDescription): Table {
  const known = Object.entries(CLIENT_SETTINGS).filter(
    ([name]) => edition === "enterprise" || !ENTERPRISE.test(name),
  );
  const rows = known.map(([name, usual]) => {
    const given = settings?.get(name);
    const isDuration = typeof given === "number";
    const value = given === undefined ? usual : isDuration ? `${given / 1000}s` : String(given);
    return {
      name,
      description: "",
      value,
      dynamic: false,
      defaultValue: usual,
      startupValue: value,
      explicitlySet: given !== undefined,
      validValues: "",
    };
  });
  return {
    fields: Object.keys(rows[0] ?? {}),
    rows: rows.map((row): Value[] => Object.values(row)),
  };
}

/** `CALL dbms.showCurrentUser()`, which Neo4j Browser still asks. */
export function currentUserTable(
  { username, roles }: Subject,
  { edition }: ServerDescription,
): Table {
  const told = edition === "community" ? null : ["PUBLIC", ...roles].sort();
  return { fields: ["username", "roles", "flags"], rows: [[username, told, []]] };
}

/** `SHOW PROCEDURES YIELD name, description, signature`. None is described. */
export function proceduresTable(): Table {
  const rows = PROCEDURES.map(([name, columns]) => {
    const answers = columns === "" ? "" : ` :: (${columns})`;
    return [name, "", `${name}()${answers}`];
  });
  return { fields: ["name", "description", "signature"], rows };
}

/** `SHOW FUNCTIONS YIELD name, description, signature`: the stand-in has none. */
export function functionsTable(): Table {
  return { fields: ["name", "description", "signature"], rows: [] };
}
