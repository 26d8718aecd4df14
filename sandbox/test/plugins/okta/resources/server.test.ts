import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { Organization } from "../organization.ts";
import { SERVER } from "../programs.ts";

let organization: Organization;
beforeEach(async () => {
  organization = new Organization();
  await organization.start();
});
afterEach(() => organization.stop());

describe("an authorization server", () => {
  const program = { name: "neo4j", audiences: ["api://neo4j"] };

  test("MANUAL rotation takes an activation and an update, and reads twice", async () => {
    await organization.plugin.make(SERVER, { ...program, credentialsRotationMode: "MANUAL" });
    const methods = organization.okta.take().map(({ method }) => method);
    expect(methods).toEqual(["POST", "POST", "PUT", "GET", "GET"]);
  });

  test("is gone twice without an error", async () => {
    const made = await organization.plugin.make(SERVER, program);
    organization.okta.forget(`/api/v1/authorizationServers/${made.id}`);
    expect(await organization.plugin.read(SERVER, made)).toBeUndefined();
    await expect(organization.plugin.remove(SERVER, made)).resolves.toBeUndefined();
  });

  test("is found by its exact name, from a list of names that contain it", async () => {
    const { plugin, okta } = organization;
    await plugin.make(SERVER, { ...program, name: "neo4j two" });
    const { id } = await plugin.make(SERVER, program);
    organization.sent();
    const found = await plugin.invoke("okta:auth/getServer:getServer", { name: "neo4j" });
    expect(organization.sent()).toEqual(["GET /api/v1/authorizationServers?limit=200&q=neo4j"]);
    expect(found).toMatchObject({
      id,
      name: "neo4j",
      audiences: ["api://neo4j"],
      issuer: `http://x/oauth2/${id}`,
    });
    okta.take();
    await expect(plugin.invoke("okta:auth/getServer:getServer", { name: "nope" })).rejects.toThrow(
      "authorization server with name 'nope' does not exist",
    );
    await expect(plugin.invoke("okta:auth/getServer:getServer", {})).rejects.toThrow(
      /missing required argument "name"/,
    );
  });
});
