import { oneOf, type ResourceSchema } from "../../bridged/schema.ts";
import { at, flagOf, listOf, omitEmpty, textOf } from "../document.ts";
import type { NestedResource } from "./nested.ts";

/** `okta_auth_server_claim` as @pulumi/okta shows it. */
export const SERVER_CLAIM: ResourceSchema = {
  alwaysIncludeInToken: { type: "boolean", default: true },
  authServerId: { type: "string", required: true },
  claimType: { type: "string", required: true },
  groupFilterType: { type: "string" },
  name: { type: "string", required: true, autonamed: true },
  scopes: { type: "set" },
  status: { type: "string", default: "ACTIVE", validate: oneOf("ACTIVE", "INACTIVE") },
  value: { type: "string", required: true },
  valueType: { type: "string", default: "EXPRESSION" },
};

/** `okta:auth/serverClaim:ServerClaim`. */
export const serverClaim: NestedResource = {
  schema: SERVER_CLAIM,
  noun: "auth server claim",
  sender: "supplement",
  parents: ["authServerId"],
  hasLifecycle: false,
  deleteToleratesGone: false,
  collection: (values) => `/api/v1/authorizationServers/${values.text("authServerId")}/claims`,
  body: (planned) => ({
    alwaysIncludeInToken: planned.flag("alwaysIncludeInToken"),
    claimType: planned.text("claimType"),
    conditions: omitEmpty({ scopes: planned.set("scopes") }),
    ...omitEmpty({ group_filter_type: planned.text("groupFilterType") }),
    name: planned.text("name"),
    status: planned.text("status"),
    value: planned.text("value"),
    valueType: planned.text("valueType"),
  }),
  values: (claim) => {
    const scopes = listOf(at(claim, "conditions"), "scopes");
    return {
      alwaysIncludeInToken: flagOf(claim, "alwaysIncludeInToken"),
      claimType: textOf(claim, "claimType"),
      groupFilterType: textOf(claim, "group_filter_type"),
      name: textOf(claim, "name"),
      status: textOf(claim, "status"),
      value: textOf(claim, "value"),
      valueType: textOf(claim, "valueType"),
      // An empty answer leaves what is stored, so a restriction taken away by hand goes unseen.
      ...(scopes.length === 0 ? {} : { scopes }),
    };
  },
  keepsOnDelete: (old) => old.text("valueType") === "SYSTEM" && old.flag("alwaysIncludeInToken"),
};
