import { createServer } from "node:net";
import { afterEach, beforeEach, expect, test } from "vitest";
import { OktaClient } from "../../../plugins/okta/client.ts";
import { readOktaConfiguration } from "../../../plugins/okta/configuration.ts";
import type { Properties } from "../../../plugins/protocol/values.ts";
import { RecordingOkta } from "./recording-okta.ts";

let okta: RecordingOkta;
let waits: number[];
let clients: OktaClient[];

beforeEach(async () => {
  okta = new RecordingOkta();
  waits = [];
  clients = [];
  await okta.start();
});
afterEach(async () => {
  for (const client of clients) client.close();
  await okta.stop();
});

function client(settings: Properties = {}): OktaClient {
  const configuration = readOktaConfiguration(
    { httpProxy: okta.url, accessToken: "management-token", ...settings },
    {},
  );
  const made = new OktaClient(configuration, async (milliseconds) => {
    waits.push(milliseconds);
  });
  clients.push(made);
  return made;
}

const date = "Sun, 22 Nov 2026 08:00:00 GMT";
const now = Date.parse(date) / 1000;
const limited = (headers: Record<string, string>) => ({
  status: 429,
  headers,
  body: {
    errorCode: "E0000047",
    errorSummary: "API call exceeded rate limit due to too many requests.",
  },
});

test("429: waits until the limit resets by Okta's clock and a second more, and says so in the retry", async () => {
  okta.replies.push(
    limited({ date, "x-rate-limit-reset": String(now + 12), "x-okta-request-id": "req-1" }),
    limited({ date, "x-rate-limit-reset": String(now - 30), "x-okta-request-id": "req-2" }),
    { status: 200, body: { id: "x" } },
  );
  expect(await client().request("sdk", "GET", "/api/v1/apps/x")).toEqual({ id: "x" });
  expect(waits).toEqual([13_000, 1_000]);
  const retries = okta
    .take()
    .map(({ headers }) => [headers["x-okta-retry-for"], headers["x-okta-retry-count"]]);
  expect(retries).toEqual([
    [undefined, undefined],
    ["req-1", "1"],
    ["req-2", "2"],
  ]);
});

test("429: the body is sent again", async () => {
  okta.replies.push(limited({ date, "x-rate-limit-reset": String(now) }), {
    status: 201,
    body: {},
  });
  await client().request("supplement", "POST", "/x", { name: "n" });
  expect(okta.take().map(({ body }) => body)).toEqual([{ name: "n" }, { name: "n" }]);
});

test("429: no wait is longer than maxWaitSeconds", async () => {
  okta.replies.push(limited({ date, "x-rate-limit-reset": String(now + 900) }), {
    status: 200,
    body: {},
  });
  await client({ maxWaitSeconds: 20 }).request("sdk", "GET", "/x");
  expect(waits).toEqual([20_000]);
});

test("429: after maxRetries it is an error", async () => {
  for (let count = 0; count < 3; count++)
    okta.replies.push(limited({ date, "x-rate-limit-reset": String(now) }));
  await expect(client({ maxRetries: 2 }).request("sdk", "GET", "/x")).rejects.toThrow(
    "429 Too Many Requests (the sandbox adds: API call exceeded rate limit due to too many requests., E0000047)",
  );
  expect(okta.take()).toHaveLength(3);
});

test("429 without the time of the reset is an error at once", async () => {
  okta.replies.push(limited({ date }));
  await expect(client().request("sdk", "GET", "/x")).rejects.toThrow(
    "Okta answered 429 without a usable X-Rate-Limit-Reset header, so there is no telling when to try again",
  );
  expect(waits).toEqual([]);
});

test.each([
  [{ "x-rate-limit-reset": "1" }, "Date"],
  [{ date: "yesterday", "x-rate-limit-reset": "1" }, "Date"],
  [{ date, "x-rate-limit-reset": "soon" }, "X-Rate-Limit-Reset"],
])("429 with %j has no usable %s", async (headers, missing) => {
  // Node adds a date of its own unless it is told not to.
  okta.replies.push(limited({ date: "", ...headers }));
  await expect(client().request("sdk", "GET", "/x")).rejects.toThrow(
    `Okta answered 429 without a usable ${missing} header`,
  );
});

test("429 without an id of the request is tried again without one", async () => {
  okta.replies.push(limited({ date, "x-rate-limit-reset": String(now) }));
  await expect(client().request("sdk", "GET", "/x")).rejects.toThrow(/^404 Not Found/);
  expect(okta.take()[1]?.headers).toMatchObject({
    "x-okta-retry-for": "",
    "x-okta-retry-count": "1",
  });
});

test.each([
  [{ status: 200, body: [1, 2] }, { items: [1, 2] }],
  [{ status: 200, body: null }, {}],
  [{ status: 200, body: "text" }, {}],
  [{ status: 204 }, {}],
  [{ status: 399, body: { id: "x" } }, { id: "x" }],
])("%j is the document %j", async (reply, document) => {
  okta.replies.push(reply);
  expect(await client().request("sdk", "GET", "/x")).toEqual(document);
});

test.each([
  ["sdk", "401 Unauthorized (the sandbox adds: expired)"],
  ["supplement", "the API returned an error: expired (the sandbox adds: status 401)"],
] as const)("of the %s clients an OAuth error is %j", async (sender, message) => {
  okta.replies.push({ status: 401, body: { error_description: "expired" } });
  await expect(client().request(sender, "GET", "/x")).rejects.toMatchObject({ message });
});

test("without a proxy it speaks TLS to the org", async () => {
  const first = Promise.withResolvers<number | undefined>();
  const server = createServer((socket) => {
    socket.on("error", () => undefined);
    socket.once("data", (data) => {
      first.resolve(data[0]);
      socket.destroy();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as { port: number };
  const org = { orgName: "127.0", baseUrl: `0.1:${port}`, httpProxy: undefined };
  await expect(client(org).request("sdk", "GET", "/x")).rejects.toThrow(/could not be reached/);
  // The first byte of a TLS handshake.
  expect(await first.promise).toBe(0x16);
  server.close();
});

test.each([
  [
    "sdk",
    "400 Bad Request (the sandbox adds: Api validation failed: name; name: too long; name: taken, E0000001)",
  ],
  [
    "supplement",
    "the API returned an error: Api validation failed: name. Causes: errorSummary: name: too long, " +
      "errorSummary: name: taken (the sandbox adds: status 400, E0000001)",
  ],
] as const)("of the %s clients a refusal is %j", async (sender, message) => {
  okta.replies.push({
    status: 400,
    body: {
      errorCode: "E0000001",
      errorSummary: "Api validation failed: name",
      errorCauses: [{ errorSummary: "name: too long" }, { errorSummary: "name: taken" }],
    },
  });
  await expect(client().request(sender, "POST", "/x", {})).rejects.toMatchObject({ message });
});

test.each([
  [{ status: 500 }, "the API returned an unknown error (the sandbox adds: status 500)"],
  [
    { status: 403, body: ["x"] },
    "the API returned an unknown error (the sandbox adds: status 403)",
  ],
  [
    { status: 400, body: { errorSummary: 7, errorCauses: "x" } },
    "the API returned an unknown error (the sandbox adds: status 400)",
  ],
  [
    { status: 400, body: { errorSummary: "s", errorCauses: [null, 1, { x: 1 }] } },
    "the API returned an error: s (the sandbox adds: status 400)",
  ],
])("an unusual error body %o is no crash", async (reply, message) => {
  okta.replies.push(reply);
  const asked = client().request("supplement", "GET", "/x");
  await expect(asked).rejects.toMatchObject({ message });
});

test.each([
  [
    { status: 500, body: {} },
    "500 Internal Server Error (the sandbox adds: Okta said nothing more)",
  ],
  [
    { status: 599, body: { errorCode: "E1" } },
    "599 (the sandbox adds: Okta said nothing more, E1)",
  ],
])("the sdk clients name the status of %o alone", async (reply, message) => {
  okta.replies.push(reply);
  await expect(client().request("sdk", "GET", "/x")).rejects.toMatchObject({ message });
});

test("no error shows the token", async () => {
  okta.replies.push({ status: 401, body: { errorSummary: "Invalid token provided" } });
  const error: unknown = await client()
    .request("sdk", "GET", "/x")
    .catch((thrown: unknown) => thrown);
  expect(JSON.stringify([String(error), (error as Error).stack, error])).not.toContain(
    "management-token",
  );
});

test("an Okta that is not there is named as the reason", async () => {
  const alone = client();
  await okta.stop();
  await expect(alone.request("sdk", "GET", "/api/v1/apps/x")).rejects.toThrow(
    /GET \/api\/v1\/apps\/x: Okta could not be reached: .*ECONNREFUSED/,
  );
  await okta.start();
});

/** A server that answers with a text, and leaves the connection open unless it is told to cut it. */
async function rawServer(answer: string, cut = false): Promise<{ url: string; stop(): void }> {
  const server = createServer((socket) => {
    socket.on("error", () => undefined);
    socket.once("data", () => {
      socket.write(answer);
      if (cut) setTimeout(() => socket.destroy(), 20);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as { port: number };
  return { url: `http://127.0.0.1:${port}`, stop: () => server.close() };
}

const HALF = 'HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{"id":';

test.each([
  ["no answer", ""],
  ["half an answer", HALF],
])("%s within requestTimeout is an error", async (_name, answer) => {
  const server = await rawServer(answer);
  const slow = client({ httpProxy: server.url, requestTimeout: 0.05 });
  await expect(slow.request("sdk", "GET", "/x")).rejects.toThrow(
    /^GET \/x: Okta could not be reached: (no answer within 0.05 s|aborted)$/,
  );
  server.stop();
});

test("an answer that breaks off is an error", async () => {
  const server = await rawServer(HALF, true);
  await expect(client({ httpProxy: server.url }).request("sdk", "GET", "/x")).rejects.toThrow(
    "GET /x: Okta could not be reached: aborted",
  );
  server.stop();
});

test("a body that is not JSON is an error that names the request", async () => {
  const server = await rawServer(
    "HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: 6\r\n\r\n<html>",
  );
  await expect(client({ httpProxy: server.url }).request("sdk", "GET", "/x")).rejects.toThrow(
    "GET /x: Okta answered 200 with a body that is not JSON",
  );
  server.stop();
});
