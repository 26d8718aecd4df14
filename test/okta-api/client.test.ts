import { describe, expect, test } from "vitest";
import { OktaApi } from "../../okta-api/client.ts";
import type { KeptList, KeptLists } from "../../okta-api/kept-lists.ts";
import { declarePeople, PEOPLE } from "../support/declared-people.ts";
import { World } from "../support/world.ts";

const AUTHORIZATION = "SSWS 00secret";

/** An API that gives these pages; remembers what was asked, and with which credential. */
function pages(...answers: { body: unknown; next?: string; status?: number }[]) {
  const asked: { url: string; init: RequestInit | undefined }[] = [];
  const options = {
    orgUrl: "https://example.okta.com",
    authorization: AUTHORIZATION,
    fetch: (async (input, init) => {
      asked.push({ url: String(input), init });
      const { body, next, status = 200 } = answers[asked.length - 1] ?? { body: [] };
      return Response.json(body, {
        status,
        headers: next === undefined ? {} : { link: next },
      });
    }) satisfies typeof fetch,
  };
  return { api: new OktaApi(options), asked, options };
}

const app = (clientId: string) => ({
  id: "0oa1",
  label: clientId,
  status: "ACTIVE",
  credentials: { oauthClient: { client_id: clientId } },
  settings: { oauthClient: {} },
});

test("follows pages, reads a list once and skips apps that are no OAuth clients", async () => {
  const { api, asked } = pages(
    {
      body: [{ id: "0oa0", label: "bookmark" }],
      next: '<https://example.okta.com/api/v1/apps>; rel="self", <https://example.okta.com/api/v1/apps?after=x>;  rel="next"',
    },
    { body: [app("etl-loader")] },
  );
  expect(await api.app("etl-loader")).toMatchObject({ label: "etl-loader" });
  expect(await api.app("nobody")).toBeUndefined();
  expect(asked.map(({ url }) => url)).toEqual([
    "https://example.okta.com/api/v1/apps?limit=50",
    "https://example.okta.com/api/v1/apps?after=x",
  ]);
  const init = {
    headers: { authorization: AUTHORIZATION, accept: "application/json" },
    redirect: "error",
    method: "GET",
  };
  expect(asked.map((request) => request.init)).toEqual([init, init]);
});

test("reads a list again that could not be read", async () => {
  const { api } = pages({ status: 403, body: {} }, { body: [app("etl-loader")] });
  await expect(api.app("etl-loader")).rejects.toThrow();
  expect(await api.app("etl-loader")).toMatchObject({ label: "etl-loader" });
});

test("knows the last page, and reads links with and without blanks", async () => {
  const link = "<https://example.okta.com/api/v1/apps?after=x>";
  const dense = pages({ body: [], next: `${link};rel="next"` }, { body: [], next: link });
  await dense.api.app("etl-loader");
  expect(dense.asked).toHaveLength(2);
});

test("finds a server by its issuer, and behind another domain by its id", async () => {
  const server = {
    id: "aus1",
    name: "neo4j",
    status: "ACTIVE",
    audiences: ["api://neo4j"],
    // As Okta's guide "Manage keys" shows it.
    accessTokenEncryptedResponseAlgorithm: "RSA-OAEP-256",
    issuer: "https://login.example.com/oauth2/aus1",
  };
  for (const issuer of [server.issuer, "https://example.okta.com/oauth2/aus1"]) {
    expect(await pages({ body: [server] }).api.server(issuer)).toEqual(server);
  }
  const other = "https://example.okta.com/oauth2/aus2";
  expect(await pages({ body: [server] }).api.server(other)).toBeUndefined();
});

test("never takes its credential to another host", async () => {
  const { api, asked } = pages({
    body: [],
    next: '<https://evil.example.com/api/v1/apps>; rel="next"',
  });
  await expect(api.app("etl-loader")).rejects.toMatchObject({
    code: "okta-api-refused",
    message: "Okta's list /api/v1/apps goes on at evil.example.com, which is not example.okta.com.",
  });
  expect(asked).toHaveLength(1);
});

describe("lists that were read before", () => {
  function keeping(lists: Record<string, KeptList>, ...answers: Parameters<typeof pages>) {
    const put: [string, KeptList][] = [];
    const kept: KeptLists = {
      get: (path) => lists[path],
      put: async (path, list) => void put.push([path, structuredClone(list)]),
    };
    return { ...pages(...answers), put, kept };
  }
  const pageAfter = (page: string) => `https://example.okta.com/api/v1/apps?after=${page}`;

  test("are gone on from, and each page is kept at once, with the fields that are read", async () => {
    const { asked, put, kept, options } = keeping(
      { "/api/v1/apps": { items: [app("etl-loader")], next: pageAfter("x") } },
      {
        body: [{ ...app("dashboard"), secret: "hush-hush" }],
        next: `<${pageAfter("y")}>; rel="next"`,
      },
      { body: [] },
    );
    const api = new OktaApi({ ...options, kept });
    expect(await api.app("dashboard")).toMatchObject({ label: "dashboard" });
    expect(await api.app("etl-loader")).toMatchObject({ label: "etl-loader" });
    expect(asked.map(({ url }) => url)).toEqual([pageAfter("x"), pageAfter("y")]);
    const items = [app("etl-loader"), app("dashboard")];
    expect(put).toEqual([
      ["/api/v1/apps", { items, next: pageAfter("y") }],
      ["/api/v1/apps", { items, next: undefined }],
    ]);
  });

  test("are not asked for again where they are whole", async () => {
    const { asked, kept, options } = keeping({ "/api/v1/apps": { items: [app("etl-loader")] } });
    const api = new OktaApi({ ...options, kept });
    expect(await api.app("etl-loader")).toMatchObject({ label: "etl-loader" });
    expect(asked).toEqual([]);
  });

  test.each(["https://evil.example.com/api/v1/apps", "//evil.example.com/api/v1/apps"])(
    "take the credential nowhere: %s",
    async (next) => {
      const { asked, kept, options } = keeping({ "/api/v1/apps": { items: [], next } });
      await expect(new OktaApi({ ...options, kept }).app("a")).rejects.toMatchObject({
        code: "okta-api-refused",
        message:
          "Okta's list /api/v1/apps goes on at evil.example.com, which is not example.okta.com.",
      });
      expect(asked).toEqual([]);
    },
  );

  test("are judged as answers are", async () => {
    const list = "/api/v1/authorizationServers";
    const { kept, options } = keeping({ [list]: { items: [{ id: 1 }] } });
    await expect(new OktaApi({ ...options, kept }).servers()).rejects.toMatchObject({
      code: "okta-api-refused",
      message: expect.stringContaining("with another form than expected, at 0.id"),
    });
  });
});

test("says what Okta answered, without the credential", async () => {
  const { api } = pages({ body: {}, status: 403 });
  await expect(api.app("etl-loader")).rejects.toMatchObject({
    code: "okta-api-refused",
    message: "Okta answered 403 to GET /api/v1/apps.",
  });
});

test.each<[string, typeof fetch, string]>([
  [
    "nobody",
    () =>
      Promise.reject(new TypeError("fetch failed", { cause: new Error("connect ECONNREFUSED") })),
    "Okta did not answer GET /api/v1/authorizationServers: connect ECONNREFUSED.",
  ],
  [
    "nobody in time",
    () =>
      Promise.reject(new DOMException("The operation was aborted due to timeout", "TimeoutError")),
    "Okta did not answer GET /api/v1/authorizationServers: The operation was aborted due to timeout.",
  ],
  [
    "a page for people",
    async () => new Response("<html>"),
    "Okta answered GET /api/v1/authorizationServers with no list in JSON.",
  ],
  [
    "an object",
    async () => Response.json({ a: 1 }),
    "Okta answered GET /api/v1/authorizationServers with no list in JSON.",
  ],
  [
    "objects of another form",
    async () => Response.json([{ id: 1 }]),
    "Okta answered GET /api/v1/authorizationServers with another form than expected, at 0.id: Invalid input: expected string, received number.",
  ],
])("what is answered by %s is a refusal in one sentence", async (_who, answer, message) => {
  const api = new OktaApi({
    orgUrl: "https://example.okta.com",
    authorization: AUTHORIZATION,
    fetch: answer,
    waits: { initialDelay: 1 },
  });
  await expect(api.servers()).rejects.toMatchObject({ code: "okta-api-refused", message });
});

test("reads the org of the emulator", async () => {
  const world = await World.start();
  try {
    const { okta, contract } = world;
    const authorization = `SSWS ${okta.apiToken}`;
    const api = new OktaApi({ orgUrl: okta.url, authorization, fetch });
    const server = await api.server(contract.issuer);
    expect(server).toMatchObject({ audiences: ["api://default"], status: "ACTIVE" });
    if (!server) return;
    const [policy] = await api.policies(server);
    expect(policy?.conditions.clients.include).toEqual(contract.accounts.map(({ name }) => name));
    expect((await api.scopes(server)).map(({ name }) => name)).toContain("neo4j_groups");
    expect((await api.claims(server)).map(({ name }) => name)).toContain("groups");
  } finally {
    await world.stop();
  }
});

test("reads what sign-ins of people are made of", async () => {
  const world = await World.start();
  try {
    const { okta } = world;
    const signIn = await declarePeople(okta);
    const api = new OktaApi({ orgUrl: okta.url, authorization: `SSWS ${okta.apiToken}`, fetch });
    const app = await api.app(signIn.clientId);
    expect(app?.settings.oauthClient.redirect_uris).toEqual(signIn.redirectUris);
    expect(app?.credentials.oauthClient.pkce_required).toBe(true);
    const engineers = await api.group("engineers");
    expect(await api.group("engine")).toBeUndefined();
    expect((app && (await api.groupAssignments(app)))?.[0]).toEqual({ id: engineers?.id });
    expect(await api.trustedOrigins()).toMatchObject([
      { origin: "http://localhost:7474", status: "ACTIVE" },
    ]);
    const user = await api.user(PEOPLE.engineer);
    expect(user).toMatchObject({ status: "ACTIVE", profile: { login: PEOPLE.engineer } });
    expect(await api.user('"x" or status eq "ACTIVE')).toBeUndefined();
    const names = user && (await api.groupsOf(user)).map(({ profile }) => profile.name);
    expect(names?.sort()).toEqual(["Everyone", "engineers"]);
    const server = await api.server(signIn.issuer ?? "");
    const claims = server && (await api.claims(server));
    expect(claims?.find(({ name }) => name === "groups")?.group_filter_type).toBe("REGEX");
  } finally {
    await world.stop();
  }
});

test.each(["EVERYONE", 'x" or id pr or id eq "x', "00g1/../x", ""])(
  "a group of the id %j is none, and nobody is asked",
  async (id) => {
    const { api, asked } = pages();
    expect(await api.groupWithId(id)).toBeUndefined();
    expect(asked).toEqual([]);
  },
);
