import { afterEach, expect, test } from "vitest";
import { TokenClient } from "../../tokens/client.ts";
import type { TokenError } from "../../tokens/errors.ts";
import type { TokenClientOptions } from "../../tokens/options.ts";
import { bomb, hostileServer, json, stopHostileServers } from "./hostile-server.ts";

const SECRET = "s3cret/of+the client";
const TOKEN = { access_token: "a.b.c", token_type: "Bearer", expires_in: 60 };

afterEach(stopHostileServers);

function client(url: string, changes: Partial<TokenClientOptions> = {}): TokenClient {
  return new TokenClient({
    issuer: `${url}/oauth2/default`,
    tokenEndpoint: `${url}/oauth2/default/v1/token`,
    clientId: "etl-loader",
    scope: "neo4j_groups",
    credential: { kind: "client_secret_post", clientSecret: SECRET },
    resilience: { maxRetries: 0 },
    ...changes,
  });
}

function failureOf(tokens: TokenClient): Promise<TokenError> {
  return tokens.getToken().then(
    () => {
      throw new Error("a token was given out");
    },
    (error: TokenError) => error,
  );
}

test("a token endpoint at another host than the issuer's does not get the client secret", async () => {
  const { url, asked } = await hostileServer((_request, response) => json(response, 200, TOKEN));
  for (const issuer of ["https://example.okta.com/oauth2/default", "http://127.0.0.1:1/oauth2"]) {
    expect(await failureOf(client(url, { issuer }))).toMatchObject({
      code: "token-endpoint",
      message: `The token endpoint ${url}/oauth2/default/v1/token is not at ${new URL(issuer).host}, the host of the issuer. Fix: correct it, or trust its host.`,
    });
  }
  expect(asked).toEqual([]);
  const issuer = "https://example.okta.com/oauth2/default";
  const trusting = client(url, { issuer, trustedHosts: [new URL(url).host] });
  expect(await trusting.getToken()).toMatchObject({ accessToken: "a.b.c" });
});

test.each([
  ["http://example.okta.com/v1/token", "is not an https address"],
  ["ftp://example.okta.com/v1/token", "is not an https address"],
  ["https://somebody:pass@example.okta.com/v1/token", "has a user name in it"],
  ["example.okta.com", "is not an address"],
])("whoever listens on the wire does not get the client secret: %s", async (tokenEndpoint, why) => {
  const asked: unknown[] = [];
  const tokens = client("https://example.okta.com", {
    tokenEndpoint,
    fetch: async (...request) => {
      asked.push(request);
      return Response.json(TOKEN);
    },
  });
  expect(await failureOf(tokens)).toMatchObject({
    code: "token-endpoint",
    message: expect.stringContaining(why),
  });
  expect(asked).toEqual([]);
});

test.each([301, 302, 307, 308])(
  "a redirect (%i) does not get the client secret",
  async (status) => {
    const thief = await hostileServer((_request, response) => json(response, 200, TOKEN));
    const { url } = await hostileServer((_request, response) => {
      response.writeHead(status, { location: `${thief.url}/stolen` }).end();
    });
    expect(await failureOf(client(url))).toMatchObject({
      code: "token-refused",
      details: { status },
    });
    expect(thief.asked).toEqual([]);
  },
);

test.each(["1e400", "86401", "-1", '"60"'])(
  "a service does not keep a token for ever: expires_in %s",
  async (lifetime) => {
    const { url } = await hostileServer((_request, response) => {
      response.end(`{"access_token":"a.b.c","token_type":"Bearer","expires_in":${lifetime}}`);
    });
    expect(await failureOf(client(url))).toMatchObject({
      code: "token-malformed",
      message: expect.stringContaining(
        "its expires_in is not a number of seconds of at most one day",
      ),
    });
  },
);

test.each([200, 400])("a small answer (%i) does not fill a service's memory", async (status) => {
  const { url } = await hostileServer((_request, response) => bomb(response, status));
  expect(await failureOf(client(url))).toMatchObject({
    code: status === 200 ? "token-malformed" : "token-refused",
    details: { status },
    message: expect.stringContaining(status === 200 ? "longer than 1 MiB" : "answered 400"),
  });
});

test("an error description writes no line of its own into a service's log", async () => {
  const { url } = await hostileServer((_request, response) =>
    json(response, 400, {
      error: "invalid_scope\r\n",
      error_description: "no\n2026-01-01 INFO login as admin\u001b[2J\u202etxt.exe\u200b",
    }),
  );
  const { message, details } = await failureOf(client(url));
  expect(message).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  expect(message).toMatch(/: invalid_scope {2}: no 2026-01-01 INFO login as admin\[2Jtxt\.exe$/);
  expect(details).toMatchObject({ error: "invalid_scope  " });
});

test.each([
  ["as it is", SECRET],
  ["percent-encoded", encodeURIComponent(SECRET)],
  ["as a form encodes it", new URLSearchParams({ s: SECRET }).toString().slice(2)],
  ["in base64", Buffer.from(`etl-loader:${SECRET}`).toString("base64")],
])("an error description brings no client secret into a service's log: %s", async (_how, echo) => {
  const { url } = await hostileServer((_request, response) =>
    json(response, 401, { error: "invalid_client", error_description: `got <${echo}>` }),
  );
  const { message, details } = await failureOf(client(url));
  for (const text of [message, details.description ?? ""]) {
    expect(text).toContain("[secret]");
    expect(text).not.toContain(echo.slice(-8));
  }
});
