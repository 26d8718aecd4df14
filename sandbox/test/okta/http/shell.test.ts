import { connect } from "node:net";
import { expect, test } from "vitest";
import { originForm } from "../../../okta/http/target.ts";
import { serviceApp, startOkta } from "../support.ts";

const { okta, admin } = await startOkta();

/** Sends bytes as they are and reads until the server closes. */
async function raw(text: string): Promise<string> {
  const socket = connect(Number(new URL(okta.url).port), "127.0.0.1");
  socket.end(text);
  return (await socket.toArray()).join("");
}

async function send(headers: Record<string, string>, body: string) {
  const response = await fetch(`${okta.url}/api/v1/groups`, {
    method: "POST",
    headers: { authorization: `Bearer ${okta.accessToken}`, ...headers },
    body,
  });
  return { status: response.status, body: (await response.json()) as { errorCode?: string } };
}

test.each([
  ["/api/v1/apps?limit=1", "/api/v1/apps?limit=1"],
  ["http://127.0.0.1/api/v1/apps?limit=1", "/api/v1/apps?limit=1"],
  ["http://127.0.0.1:8080", "/"],
  ["https://org.okta.com/a%20b", "/a%20b"],
  ["//host/path", "//host/path"],
  ["*", "*"],
  ["http://[", "http://["],
])("the request target %s is routed as %s", (target, expected) => {
  expect(originForm(target)).toBe(expected);
});

test("an absolute request target reaches its route, and the log keeps its path", async () => {
  const answer = await raw(
    "GET http://127.0.0.1/.well-known/okta-organization HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n",
  );
  expect(answer).toMatch(/^HTTP\/1\.1 200 /);
  expect(answer).toContain('"pipeline":"idx"');
  expect(okta.log.entries.at(-1)?.path).toBe("/.well-known/okta-organization");
});

test("links are made from the bound address, whatever Host says", async () => {
  const answer = await raw(
    `GET /api/v1/authorizationServers/default HTTP/1.1\r\nHost: evil.example.com\r\nAuthorization: Bearer ${okta.accessToken}\r\nConnection: close\r\n\r\n`,
  );
  expect(answer).toContain(`"issuer":"${okta.url}/oauth2/default"`);
  expect(answer).not.toContain("evil.example.com");
});

test("what is no HTTP gets an Okta-shaped 400", async () => {
  const answer = await raw("HELLO\r\n\r\n");
  expect(answer).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/);
  const [head = "", body = ""] = answer.split("\r\n\r\n");
  expect(head.split("\r\n").slice(1)).toEqual([
    "content-type: application/json; charset=utf-8",
    `content-length: ${body.length}`,
    "connection: close",
  ]);
  expect(JSON.parse(body)).toMatchObject({
    errorCode: "E0000003",
    errorCauses: [{ errorSummary: "The request is not valid HTTP/1.1." }],
  });
});

test.each([
  ["text that is no JSON", "application/json", "{", 400, "E0000003"],
  [
    "a key that reaches the prototype",
    "application/json",
    '{"__proto__":{"x":1}}',
    400,
    "E0000003",
  ],
  [
    "a body nested too deep",
    "application/json",
    `${"[".repeat(500)}${"]".repeat(500)}`,
    400,
    "E0000003",
  ],
  [
    "a million brackets",
    "application/json",
    `{"a":${"[".repeat(500_000)}${"]".repeat(500_000)}}`,
    400,
    "E0000003",
  ],
  ["a form", "application/x-www-form-urlencoded", "a=b", 415, "E0000021"],
  [
    "a body too large",
    "application/json",
    JSON.stringify({ a: "x".repeat(3_000_000) }),
    400,
    "E0000001",
  ],
])("%s is refused", async (_what, type, body, status, code) => {
  const answer = await send({ "content-type": type }, body);
  expect([answer.status, answer.body.errorCode]).toEqual([status, code]);
});

test("a body may be nested 64 levels deep, and no deeper", async () => {
  const group = (name: string, levels: number) => {
    const deep = "[".repeat(levels - 2) + "]".repeat(levels - 2);
    const body = `{"profile":{"name":"${name}","deep":${deep}}}`;
    return send({ "content-type": "application/json" }, body);
  };
  expect((await group("deep", 64)).status).toBe(200);
  expect(await group("deeper", 65)).toMatchObject({
    status: 400,
    body: {
      errorCauses: [{ errorSummary: "The body is nested deeper than 64 levels." }],
    },
  });
});

test("a body may have two megabytes", async () => {
  const { body } = await send(
    { "content-type": "application/json" },
    JSON.stringify({ a: "x".repeat(2 * 1024 * 1024) }),
  );
  expect(body).toMatchObject({
    errorSummary: "Api validation failed: body",
    errorCauses: [{ errorSummary: "body: The request body exceeds 2097152 bytes" }],
  });
});

test("a lifecycle call may name a content type and send nothing", async () => {
  const { body } = await admin.post("/api/v1/apps", serviceApp("bodyless"));
  const response = await fetch(`${okta.url}/api/v1/apps/${body.id}/lifecycle/deactivate`, {
    method: "POST",
    headers: { authorization: `Bearer ${okta.accessToken}`, "content-type": "application/json" },
  });
  expect(response.status).toBe(200);
});

test("a target that cannot be decoded is 404, not a crash", async () => {
  for (const path of ["/api/v1/apps/%E0%A4%A", `/api/v1/apps/${"x".repeat(400)}`]) {
    expect((await admin.get(path)).body.errorCode).toBe("E0000007");
  }
});

test("an expectation of the client is no reason to refuse", async () => {
  const answer = await raw(
    "GET /.well-known/okta-organization HTTP/1.1\r\nHost: a\r\nExpect: 200-ok\r\nConnection: close\r\n\r\n",
  );
  expect(answer).toMatch(/^HTTP\/1\.1 200 /);
});

test("405 says which methods there are", async () => {
  const answer = await admin.put("/api/v1/apps", {});
  expect([answer.status, answer.headers.get("allow")]).toEqual([405, "GET, POST"]);
  expect(answer.body.errorCauses).toEqual([]);
});
