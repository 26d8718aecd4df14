import type { FastifyInstance } from "fastify";
import { beforeEach, describe, expect, test } from "vitest";
import type { App } from "../../../../okta/entities.ts";
import { app, authorizationServer, basic, post, secret, serve, World } from "../world.ts";

let world: World;
let fastify: FastifyInstance;

beforeEach(async () => {
  world = new World(await authorizationServer());
  fastify = await serve(world);
});

const grant = { grant_type: "client_credentials", scope: "neo4j_groups" };
const url = "/oauth2/default/v1/token";

const noCredentials = {
  error: "invalid_client",
  error_description: "No client credentials found.",
};
const wrongHeader = {
  error: "invalid_client",
  error_description: "Found Authentication header but was not valid client credentials.",
};
const wrongSecret = {
  error: "invalid_client",
  error_description: "The client secret supplied for a confidential client is invalid.",
};
const wrongMethod = {
  error: "invalid_client",
  error_description:
    "Client authentication failed. Either the client or the client credentials are invalid.",
};
const multiple = {
  error: "invalid_request",
  error_description:
    "Cannot supply multiple client credentials. Use one of the following: credentials in the Authorization header, credentials in the post body, or a client_assertion in the post body.",
};
const unknownClient = {
  errorCode: "invalid_client",
  errorSummary: "Invalid value for 'client_id' parameter.",
  errorLink: "invalid_client",
  errorId: expect.stringMatching(/^oae\w{17}$/),
  errorCauses: [],
};

interface Case {
  form?: Record<string, string>;
  authorization?: string;
  client?: Partial<App>;
}

describe("refusals", () => {
  test.each<[string, Case, number, unknown]>([
    ["nothing at all", {}, 401, noCredentials],
    ["a client id alone", { form: { client_id: "etl-loader" } }, 401, noCredentials],
    ["a bearer token", { authorization: "Bearer abc" }, 401, wrongHeader],
    ["Basic without base64", { authorization: "Basic ?" }, 401, wrongHeader],
    ["Basic without a colon", { authorization: "Basic YWJj" }, 401, wrongHeader],
    ["Basic without an id", { authorization: basic("", secret) }, 401, wrongHeader],
    ["an unknown client", { authorization: basic("nobody", secret) }, 401, unknownClient],
    [
      "a secret without a client id",
      {
        form: { client_secret: secret },
        client: { tokenEndpointAuthMethod: "client_secret_post" },
      },
      401,
      unknownClient,
    ],
    [
      "an inactive client",
      { authorization: basic("etl-loader", secret), client: { status: "INACTIVE" } },
      401,
      unknownClient,
    ],
    ["a wrong secret", { authorization: basic("etl-loader", "wrong") }, 401, wrongSecret],
    ["an empty secret", { authorization: basic("etl-loader", "") }, 401, wrongSecret],
    [
      "an inactive secret",
      {
        authorization: basic("etl-loader", secret),
        client: {
          secrets: [
            { id: "ocs1", value: secret, status: "INACTIVE", created: "", lastUpdated: "" },
          ],
        },
      },
      401,
      wrongSecret,
    ],
    [
      "the body instead of the header",
      { form: { client_id: "etl-loader", client_secret: secret } },
      401,
      wrongMethod,
    ],
    [
      "the header instead of the body",
      {
        authorization: basic("etl-loader", secret),
        client: { tokenEndpointAuthMethod: "client_secret_post" },
      },
      401,
      wrongMethod,
    ],
    [
      "a secret where a key is configured",
      {
        authorization: basic("etl-loader", secret),
        client: { tokenEndpointAuthMethod: "private_key_jwt" },
      },
      401,
      wrongMethod,
    ],
    [
      "header and body",
      {
        authorization: basic("etl-loader", secret),
        form: { client_id: "etl-loader", client_secret: secret },
      },
      400,
      multiple,
    ],
    [
      "another client's id in the body",
      { authorization: basic("etl-loader", secret), form: { client_id: "other" } },
      400,
      multiple,
    ],
  ])("%s", async (_, { form, authorization, client }, status, body) => {
    Object.assign(world.app, client);
    const answer = await post(
      fastify,
      url,
      { ...grant, ...form },
      authorization === undefined ? {} : { authorization },
    );
    expect({ status: answer.status, body: answer.body }).toEqual({ status, body });
    expect(JSON.stringify(answer)).not.toContain(secret);
  });
});

describe("accepted", () => {
  test("client_secret_post", async () => {
    world.app.tokenEndpointAuthMethod = "client_secret_post";
    const answer = await post(fastify, url, {
      ...grant,
      client_id: "etl-loader",
      client_secret: secret,
    });
    expect(answer.status).toBe(200);
  });

  test("the client's own id in the body beside the header", async () => {
    const authorization = basic("etl-loader", secret);
    const answer = await post(
      fastify,
      url,
      { ...grant, client_id: "etl-loader" },
      { authorization },
    );
    expect(answer.status).toBe(200);
  });

  test("either of two active secrets", async () => {
    world.app.secrets.push({
      id: "ocs2",
      value: "the next secret",
      status: "ACTIVE",
      created: "",
      lastUpdated: "",
    });
    for (const value of [secret, "the next secret"]) {
      const authorization = basic("etl-loader", value);
      expect((await post(fastify, url, grant, { authorization })).status).toBe(200);
    }
  });

  test.each([
    ["as they are", (text: string) => text],
    ["form-encoded", encodeURIComponent],
    [
      "form-encoded, with + for a space",
      (text: string) => encodeURIComponent(text).replace("%20", "+"),
    ],
    ["with every mark escaped", (text: string) => text.replace(/[^a-z]/gi, hex)],
  ])("id and secret %s inside Basic", async (_, encode) => {
    const client = app({
      clientId: "team+etl(1)",
      secrets: [
        { id: "ocs1", value: "p%41s:s w+rd-_", status: "ACTIVE", created: "", lastUpdated: "" },
      ],
    });
    world.org.apps.set(client.id, client);
    world.server.policies[0]?.clients.push("team+etl(1)");
    const authorization = basic(encode("team+etl(1)"), encode("p%41s:s w+rd-_"));
    expect((await post(fastify, url, grant, { authorization })).body).toMatchObject({
      token_type: "Bearer",
    });
  });
});

function hex(character: string): string {
  return `%${character.charCodeAt(0).toString(16).padStart(2, "0")}`;
}
