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

  test("everything that a program says is sent, and what Okta says of its key is stored", async () => {
    const { plugin, okta } = organization;
    const made = await plugin.make(SERVER, {
      audiences: ["b", "a"],
      description: "d",
      issuerMode: "CUSTOM_URL",
      name: "n",
    });
    expect(okta.take()[0]?.body).toEqual({
      audiences: ["a", "b"],
      credentials: { signing: { rotationMode: "AUTO" } },
      description: "d",
      issuerMode: "CUSTOM_URL",
      name: "n",
    });
    Object.assign(okta.at(`/api/v1/authorizationServers/${made.id}`), {
      credentials: {
        signing: { kid: "k2", lastRotated: "then", nextRotation: "later", rotationMode: "MANUAL" },
      },
      issuerMode: "",
    });
    expect((await plugin.read(SERVER, made))?.outputs).toMatchObject({
      credentialsLastRotated: "then",
      credentialsNextRotation: "later",
      credentialsRotationMode: "MANUAL",
      issuer: `http://x/oauth2/${made.id}`,
      issuerMode: "CUSTOM_URL",
      kid: "k2",
    });
  });

  test("an update with MANUAL names what failed", async () => {
    const { plugin, okta } = organization;
    okta.replies.push({ status: 201, body: { id: "aus1" } }, { status: 403, body: {} });
    await expect(
      plugin.make(SERVER, { ...program, credentialsRotationMode: "MANUAL" }),
    ).rejects.toThrow("failed to activate authorization server: ");
  });

  test("a changed status is a lifecycle call before the PUT, in both directions", async () => {
    const { plugin } = organization;
    const made = await plugin.make(SERVER, program);
    const path = `/api/v1/authorizationServers/${made.id}`;
    organization.sent();
    const off = await plugin.change(SERVER, made, { ...program, status: "INACTIVE" });
    expect(organization.sent()).toEqual([
      `POST ${path}/lifecycle/deactivate`,
      `PUT ${path}`,
      `GET ${path}`,
    ]);
    expect(off.outputs.status).toBe("INACTIVE");
    await plugin.change(SERVER, off, program);
    expect(organization.sent()[0]).toBe(`POST ${path}/lifecycle/activate`);
    await plugin.change(SERVER, made, { ...program, description: "d" });
    expect(organization.sent()).toEqual([`PUT ${path}`, `GET ${path}`]);
  });

  test("is deactivated, then deleted", async () => {
    const { plugin } = organization;
    const made = await plugin.make(SERVER, program);
    const path = `/api/v1/authorizationServers/${made.id}`;
    organization.sent();
    await plugin.remove(SERVER, made);
    expect(organization.sent()).toEqual([`POST ${path}/lifecycle/deactivate`, `DELETE ${path}`]);
  });

  test("one that cannot be deactivated is not deleted", async () => {
    const { plugin, okta } = organization;
    const made = await plugin.make(SERVER, program);
    organization.sent();
    okta.replies.push({ status: 403, body: { errorSummary: "no" } });
    await expect(plugin.remove(SERVER, made)).rejects.toThrow(
      "failed to deactivate authorization server: the API returned an error: no (the sandbox adds: status 403)",
    );
    expect(organization.sent()).toHaveLength(1);
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
      credentialsLastRotated: "",
      credentialsNextRotation: "",
      credentialsRotationMode: "AUTO",
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
