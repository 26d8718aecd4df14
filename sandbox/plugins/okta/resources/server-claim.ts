import { STATUS } from "../mapping.ts";
import type { NestedResource } from "./nested.ts";

/** `okta:auth/serverClaim:ServerClaim`. */
export const serverClaim: NestedResource = {
  schema: {
    alwaysIncludeInToken: { type: "boolean", default: true, at: "alwaysIncludeInToken" },
    authServerId: { type: "string", required: true },
    claimType: { type: "string", required: true, at: "claimType" },
    groupFilterType: { type: "string", at: "group_filter_type", omitEmpty: true },
    name: { type: "string", required: true, autonamed: true, at: "name" },
    // An empty answer leaves what is stored, so a restriction taken away by hand goes unseen.
    scopes: { type: "set", at: "conditions.scopes", omitEmpty: true, whenEmpty: "kept" },
    status: STATUS,
    value: { type: "string", required: true, at: "value" },
    valueType: { type: "string", default: "EXPRESSION", at: "valueType" },
  },
  noun: "auth server claim",
  sender: "supplement",
  parents: ["authServerId"],
  hasLifecycle: false,
  deleteToleratesGone: false,
  collection: (values) => `/api/v1/authorizationServers/${values.text("authServerId")}/claims`,
  keepsOnDelete: (old) => old.text("valueType") === "SYSTEM" && old.flag("alwaysIncludeInToken"),
};
