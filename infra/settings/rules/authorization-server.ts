import type { Finding, Path } from "../../../access/finding.ts";
import type { Rule } from "./rule.ts";

/** An authorization server is adopted or created, not both and not neither. */
export const authorizationServerRules: Rule = ({ authorizationServerKeys: keys }) =>
  keys === undefined ? [] : serverKeyFindings(keys, ["authorizationServer"]);

/** Objections to the keys that an authorization server is written with. */
export function serverKeyFindings(keys: readonly string[], at: Path): Finding[] {
  if (keys.includes("id") !== keys.includes("name")) return [];
  return [
    {
      code: "authorization-server",
      at,
      message: keys.includes("id") ? "has both id and name" : "has neither id nor name",
      allowed: "{ id, audience } to adopt a server, or { name, audience } to create one",
      fix: "keep exactly one of id and name",
    },
  ];
}
