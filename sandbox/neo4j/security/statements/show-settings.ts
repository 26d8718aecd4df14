import { isDynamic } from "../../config/names.ts";
import type { SettingValue } from "../../config/values.ts";
import type { Table } from "../../cypher/result.ts";
import type { StatementContext } from "./statement.ts";

const FIELDS = ["name", "value", "isDynamic", "defaultValue", "description"];

/** Defaults of the settings that decide about logins; of the others only what was given is shown. */
const DEFAULTS: Readonly<Record<string, string>> = {
  "dbms.security.auth_enabled": "true",
  "dbms.security.authentication_providers": "native",
  "dbms.security.authorization_providers": "native",
  "dbms.security.require_local_user": "false",
};

/** `SHOW SETTINGS ['name'[, ...]]`. Secrets are hidden, as Neo4j hides them. */
export function showSettings(
  { configuration }: StatementContext,
  wanted: readonly string[],
): Table<unknown> {
  const given = configuration.settings.values;
  const names = [...new Set([...given.keys(), ...Object.keys(DEFAULTS)])].sort();
  const shown = wanted.length === 0 ? names : names.filter((name) => wanted.includes(name));
  return {
    fields: FIELDS,
    rows: shown.map((name) => {
      const value = given.get(name);
      const usual = DEFAULTS[name] ?? null;
      const shownValue = value === undefined ? usual : textOf(name, value);
      return [name, shownValue, isDynamic(name, configuration), usual, ""];
    }),
  };
}

function textOf(name: string, value: SettingValue): string {
  if (/password|token_params$/.test(name)) return "#####";
  if (value instanceof Map) return [...value].map(([key, text]) => `${key}=${text}`).join(";");
  return Array.isArray(value) ? value.join(",") : String(value);
}
