import { oneOf, type ResourceSchema } from "../../bridged/schema.ts";
import { at, listOf, textOf } from "../document.ts";
import type { NestedResource } from "./nested.ts";

/** `okta_auth_server_policy` as @pulumi/okta shows it. */
export const SERVER_POLICY: ResourceSchema = {
  authServerId: { type: "string", required: true },
  clientWhitelists: { type: "set", required: true, terraformName: "client_whitelist" },
  description: { type: "string", required: true },
  name: { type: "string", required: true, autonamed: true },
  priority: { type: "number", required: true },
  status: { type: "string", default: "ACTIVE", validate: oneOf("ACTIVE", "INACTIVE") },
};

/** `okta:auth/serverPolicy:ServerPolicy`: an access policy. */
export const serverPolicy: NestedResource = {
  schema: SERVER_POLICY,
  noun: "authorization server policy",
  sender: "supplement",
  parents: ["authServerId"],
  hasLifecycle: true,
  deleteToleratesGone: false,
  collection: (values) => `/api/v1/authorizationServers/${values.text("authServerId")}/policies`,
  body: (planned) => ({
    conditions: { clients: { include: planned.set("clientWhitelists") } },
    description: planned.text("description"),
    name: planned.text("name"),
    priority: planned.number("priority"),
    status: planned.text("status"),
    type: "OAUTH_AUTHORIZATION_POLICY",
  }),
  values: (policy) => {
    const { priority } = policy;
    return {
      clientWhitelists: listOf(at(policy, "conditions", "clients"), "include"),
      description: textOf(policy, "description"),
      name: textOf(policy, "name"),
      status: textOf(policy, "status"),
      ...(typeof priority === "number" ? { priority } : {}),
    };
  },
  refuse(planned, isNew) {
    if (isNew && planned.text("status") === "INACTIVE") {
      throw new Error("can not create an inactive policy, only existing ones can be deactivated");
    }
  },
};
