import type { NestedResource } from "./nested.ts";

/** `okta:auth/serverScope:ServerScope`. */
export const serverScope: NestedResource = {
  schema: {
    authServerId: { type: "string", required: true },
    consent: { type: "string", default: "IMPLICIT", at: "consent" },
    default: { type: "boolean", at: "default" },
    description: { type: "string", at: "description" },
    displayName: { type: "string", at: "displayName" },
    metadataPublish: { type: "string", default: "ALL_CLIENTS", at: "metadataPublish" },
    name: { type: "string", required: true, autonamed: true, at: "name" },
    optional: { type: "boolean", at: "optional" },
    system: { type: "boolean", outputOnly: true, at: "system" },
  },
  noun: "auth server scope",
  sender: "sdk",
  parents: ["authServerId"],
  hasLifecycle: false,
  deleteToleratesGone: true,
  collection: (values) => `/api/v1/authorizationServers/${values.text("authServerId")}/scopes`,
};
