import type { Rule } from "./rule.ts";

/** An authorization server is adopted or created, not both and not neither. */
export const authorizationServerRules: Rule = ({ authorizationServerKeys: keys }) => {
  if (keys === undefined || keys.includes("id") !== keys.includes("name")) return [];
  return [
    {
      code: "authorization-server",
      at: ["authorizationServer"],
      message: keys.includes("id") ? "has both id and name" : "has neither id nor name",
      allowed: "{ id, audience } to adopt a server, or { name, audience } to create one",
      fix: "keep exactly one of id and name",
    },
  ];
};
