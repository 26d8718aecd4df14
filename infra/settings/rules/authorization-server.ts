import type { Rule } from "./index.ts";

/** An authorization server is adopted or created, not both and not neither. */
export const authorizationServerRules: Rule = ({ authorizationServer }) => {
  if (authorizationServer === undefined) return [];
  const { id, name } = authorizationServer;
  if ((id === undefined) !== (name === undefined)) return [];
  return [
    {
      code: "authorization-server",
      at: ["authorizationServer"],
      message:
        id === undefined ? "has neither id nor name" : `has both id "${id}" and name "${name}"`,
      allowed: "{ id, audience } to adopt a server, or { name, audience } to create one",
      mend: "keep exactly one of id and name",
    },
  ];
};
