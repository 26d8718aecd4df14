import { expect, test } from "vitest";
import { inputsOf } from "../support/pulumi.ts";
import { recordPlan } from "./program.ts";

const RIGHTS = {
  scopes: ["okta.authorizationServers.manage"],
  assignments: [
    {
      role: "manage",
      permissions: ["okta.authzServers.manage"],
      resources: ["authorizationServers/aus2", "authorizationServers/default"],
    },
  ],
};
const PLAN = { version: 1, stack: "prod", identities: { deployer: RIGHTS } };

test("the server default is in a resource set by its id", async () => {
  const calls = {
    "okta:auth/getServer:getServer": ({ name }: Record<string, unknown>) => ({
      id: name === "default" ? "aus1" : "",
    }),
  };
  const { resources } = await recordPlan(PLAN, {}, { calls });
  expect(inputsOf(resources, "prod-deployer-manage-resources").resources).toEqual([
    "https://example.okta.com/api/v1/authorizationServers/aus2",
    "https://example.okta.com/api/v1/authorizationServers/aus1",
  ]);
});
