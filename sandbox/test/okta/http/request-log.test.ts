import { expect, test } from "vitest";
import { REDACTED, RequestLog } from "../../../okta/http/request-log.ts";
import { Caller, serviceApp, startOkta } from "../support.ts";

const entry = {
  at: "",
  method: "GET",
  path: "/",
  body: null,
  status: 200,
  error: null,
  caller: null,
};

test("the log keeps the latest requests, numbered from the first", () => {
  const log = new RequestLog(3);
  for (let count = 0; count < 10; count += 1) log.add(entry);
  expect(log.entries.map(({ number }) => number)).toEqual([8, 9, 10]);
  log.clear();
  expect(log.entries).toEqual([]);
  log.add(entry);
  expect(log.entries.map(({ number }) => number)).toEqual([11]);
});

test("secrets are replaced wherever they stand; words that only look like them are not", () => {
  const log = new RequestLog();
  log.add({
    ...entry,
    path: "/oauth2/v1/token?client_secret=s3cret&scope=a&TOKEN=t0ken",
    body: {
      client_secret: "s3cret",
      client_assertion: "s3cret",
      keys: [{ kty: "RSA", n: "n", d: "s3cret" }],
      actions: { token: { accessTokenLifetimeMinutes: 60 } },
      token_endpoint_auth_method: "client_secret_basic",
    },
  });
  expect(log.entries).toMatchObject([
    {
      path: `/oauth2/v1/token?client_secret=${REDACTED}&scope=a&TOKEN=${REDACTED}`,
      body: {
        client_secret: REDACTED,
        client_assertion: REDACTED,
        keys: [{ kty: "RSA", n: "n", d: REDACTED }],
        actions: { token: { accessTokenLifetimeMinutes: 60 } },
        token_endpoint_auth_method: "client_secret_basic",
      },
    },
  ]);
});

test.each([
  ...["client_secret", "client_assertion", "assertion", "subject_token", "actor_token", "token"],
  ...["access_token", "refresh_token", "id_token", "device_secret", "password", "code"],
  ...["code_verifier", "d", "p", "q", "dp", "dq", "qi", "k"],
])("%s is never kept, neither of a body nor of a query", (name) => {
  const log = new RequestLog();
  log.add({ ...entry, path: `/x?${name}=s3cret&b`, body: { list: [{ [name]: "s3cret" }] } });
  expect(log.entries).toMatchObject([
    { path: `/x?${name}=${REDACTED}&b`, body: { list: [{ [name]: REDACTED }] } },
  ]);
});

test("each request is there with caller, body, status and error, and no secret of any kind", async () => {
  const { okta, admin } = await startOkta({ control: true });
  const app = serviceApp("logged", "logged-client");
  const oauthClient = { ...app.credentials.oauthClient, client_secret: "fourteen-chars" };
  await admin.post("/api/v1/apps", { ...app, credentials: { oauthClient } });
  await new Caller(okta, `SSWS ${okta.apiToken}`).get("/api/v1/apps/nope");
  await new Caller(okta, "Bearer stolen").get("/api/v1/apps");
  await fetch(`${okta.url}/oauth2/default/v1/token`, {
    method: "POST",
    headers: { authorization: `Basic ${btoa("logged-client:fourteen-chars")}` },
    body: new URLSearchParams({ grant_type: "client_credentials", scope: "nope" }),
  });
  const { body } = await admin.get("/_sandbox/log");
  expect(body).toEqual(okta.log.entries.slice(0, -1));
  expect(
    body.map((each: typeof entry) => [
      each.method,
      each.path,
      each.status,
      each.error,
      each.caller,
    ]),
  ).toEqual([
    ["POST", "/api/v1/apps", 200, null, "access-token"],
    ["GET", "/api/v1/apps/nope", 404, "E0000007", "api-token"],
    ["GET", "/api/v1/apps", 401, "E0000011", null],
    ["POST", "/oauth2/default/v1/token", 400, "invalid_scope", "logged-client"],
  ]);
  expect(body[0].body.label).toBe("logged");
  expect(body[3].body).toMatchObject({ grant_type: "client_credentials", scope: "nope" });
  const text = JSON.stringify(body);
  for (const secret of ["fourteen-chars", okta.accessToken, okta.apiToken, "stolen"]) {
    expect(text).not.toContain(secret);
  }
  expect((await admin.delete("/_sandbox/log")).status).toBe(204);
});
