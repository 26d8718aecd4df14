import type { ResourceSchema } from "../../bridged/schema.ts";
import { flagOf, textOf } from "../document.ts";
import type { NestedResource } from "./nested.ts";

/** `okta_auth_server_scope` as @pulumi/okta shows it. */
export const SERVER_SCOPE: ResourceSchema = {
  authServerId: { type: "string", required: true },
  consent: { type: "string", default: "IMPLICIT" },
  default: { type: "boolean" },
  description: { type: "string" },
  displayName: { type: "string" },
  metadataPublish: { type: "string", default: "ALL_CLIENTS" },
  name: { type: "string", required: true, autonamed: true },
  optional: { type: "boolean" },
  system: { type: "boolean", outputOnly: true },
};

/** `okta:auth/serverScope:ServerScope`. */
export const serverScope: NestedResource = {
  schema: SERVER_SCOPE,
  noun: "auth server scope",
  sender: "sdk",
  parents: ["authServerId"],
  hasLifecycle: false,
  deleteToleratesGone: true,
  collection: (values) => `/api/v1/authorizationServers/${values.text("authServerId")}/scopes`,
  body: (planned) => ({
    consent: planned.text("consent"),
    default: planned.flag("default"),
    description: planned.text("description"),
    displayName: planned.text("displayName"),
    metadataPublish: planned.text("metadataPublish"),
    name: planned.text("name"),
    optional: planned.flag("optional"),
  }),
  values: (scope) => ({
    consent: textOf(scope, "consent"),
    default: flagOf(scope, "default"),
    description: textOf(scope, "description"),
    displayName: textOf(scope, "displayName"),
    metadataPublish: textOf(scope, "metadataPublish"),
    name: textOf(scope, "name"),
    optional: flagOf(scope, "optional"),
    system: flagOf(scope, "system"),
  }),
};
