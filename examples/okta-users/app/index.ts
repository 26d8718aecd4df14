import { Config } from "@pulumi/pulumi";
import { ApiClient } from "../../../components/index.ts";

const config = new Config();
new ApiClient("users-service", {
  orgUrl: config.require("orgUrl"),
  credential: { kind: "private_key_jwt", jwksUri: config.require("jwksUri") },
  scopes: ["okta.users.read", "okta.users.manage"],
  assignments: [
    {
      role: "rename",
      permissions: ["okta.users.read", "okta.users.userprofile.manage"],
      resources: [`groups/${config.require("group")}/users`],
    },
  ],
});
