import { STATUS } from "../mapping.ts";
import type { NestedResource } from "./nested.ts";

/** `okta:auth/serverPolicy:ServerPolicy`: an access policy. */
export const serverPolicy: NestedResource = {
  schema: {
    authServerId: { type: "string", required: true },
    clientWhitelists: {
      type: "set",
      required: true,
      terraformName: "client_whitelist",
      at: "conditions.clients.include",
    },
    description: { type: "string", required: true, at: "description" },
    name: { type: "string", required: true, autonamed: true, at: "name" },
    priority: { type: "number", required: true, at: "priority" },
    status: STATUS,
  },
  constants: { type: "OAUTH_AUTHORIZATION_POLICY" },
  noun: "authorization server policy",
  sender: "supplement",
  parents: ["authServerId"],
  hasLifecycle: true,
  deleteToleratesGone: false,
  collection: (values) => `/api/v1/authorizationServers/${values.text("authServerId")}/policies`,
  refuse(planned, isNew) {
    if (isNew && planned.text("status") === "INACTIVE") {
      throw new Error("can not create an inactive policy, only existing ones can be deactivated");
    }
  },
};
