import { OktaEmulator } from "@neo4j-okta/sandbox/okta";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { OktaCaller, type OktaCallerOptions } from "../../okta-api/caller.ts";
import { OktaApiError } from "../../okta-api/errors.ts";
import { ServiceApp } from "../../okta-api/service-app.ts";
import { appBody, manage } from "../support/declared-org.ts";
import { createServiceApp } from "../support/service-app.ts";

const okta = new OktaEmulator();
beforeAll(() => okta.start());
afterAll(() => okta.stop());

const ORG = "https://example.okta.com";

/** An org with these answers in order, the last one for ever. */
function org(...answers: (() => Response | Promise<Response>)[]) {
  const asked: { url: string; init: RequestInit | undefined }[] = [];
  const options: OktaCallerOptions = {
    orgUrl: ORG,
    authorization: "SSWS 00secret",
    fetch: async (input, init) => {
      asked.push({ url: String(input), init });
      const answer = answers[Math.min(asked.length, answers.length) - 1];
      return (await answer?.()) ?? new Response();
    },
    waits: { initialDelay: 1, maxDelay: 1 },
  };
  return { caller: new OktaCaller(options), asked };
}

const failure = (promise: Promise<unknown>) =>
  promise.then(
    () => expect.unreachable(),
    (error: OktaApiError) => error,
  );

describe("a request", () => {
  test("has a body in JSON, and its answer one or none", async () => {
    const { caller, asked } = org(
      () => Response.json({ id: "1" }),
      () => new Response(null, { status: 204 }),
    );
    expect(await caller.request("POST", "/api/v1/apps", { label: "a" })).toEqual({ id: "1" });
    expect(await caller.request("DELETE", "/api/v1/apps/1")).toBeUndefined();
    expect(asked).toEqual([
      {
        url: `${ORG}/api/v1/apps`,
        init: {
          method: "POST",
          redirect: "error",
          body: '{"label":"a"}',
          headers: {
            authorization: "SSWS 00secret",
            accept: "application/json",
            "content-type": "application/json",
          },
        },
      },
      {
        url: `${ORG}/api/v1/apps/1`,
        init: {
          method: "DELETE",
          redirect: "error",
          headers: { authorization: "SSWS 00secret", accept: "application/json" },
        },
      },
    ]);
  });

  test.each(["//evil.example.com/api", "https://evil.example.com/api", "\\\\evil.example.com"])(
    "never takes its credential elsewhere: %s",
    async (path) => {
      const { caller, asked } = org();
      await expect(caller.request("GET", path)).rejects.toMatchObject({
        code: "okta-api-refused",
        message: `Okta's list ${path} goes on at evil.example.com, which is not example.okta.com.`,
      });
      expect(asked).toEqual([]);
    },
  );

  test.each([
    ["GET", 503, 5],
    ["GET", 429, 5],
    ["POST", 429, 5],
    ["POST", 503, 1],
    ["DELETE", 503, 1],
    ["GET", 0, 5],
    ["PUT", 0, 1],
  ])("%s that fails with %i is sent %i times", async (method, status, times) => {
    const { caller, asked } = org(() => {
      if (status === 0) throw new TypeError("fetch failed");
      return new Response("{}", { status });
    });
    await failure(caller.request(method, "/api/v1/apps"));
    expect(asked).toHaveLength(times);
  });
});

describe("a refusal", () => {
  test("keeps what Okta said, and no secret of the request", async () => {
    const { caller } = org(() =>
      Response.json(
        {
          errorCode: "E0000001",
          errorSummary: "Api validation failed: client_secret\u001b[2J",
          errorCauses: [{ errorSummary: "hush-hush-hush is short for 00secret." }, { x: 1 }],
        },
        {
          status: 400,
          headers: { "x-okta-request-id": "Req1", "www-authenticate": 'DPoP error="x"' },
        },
      ),
    );
    const body = { credentials: [{ client_secret: "hush-hush-hush" }] };
    const error = await failure(caller.request("POST", "/api/v1/apps", body));
    expect(error).toBeInstanceOf(OktaApiError);
    expect(error.code).toBe("okta-api-refused");
    expect(error.details).toEqual({
      where: "management",
      method: "POST",
      path: "/api/v1/apps",
      status: 400,
      errorCode: "E0000001",
      errorSummary: "Api validation failed: client_secret[2J",
      errorCauses: [],
      requestId: "Req1",
      challenge: 'DPoP error="x"',
    });
  });

  test("is one sentence, and the request's id", async () => {
    const { caller } = org(() =>
      Response.json(
        {
          errorCode: "E0000001",
          errorSummary: "Api validation failed: label.",
          errorCauses: [{ errorSummary: "hush-hush is 00secret." }, { errorSummary: "b" }],
        },
        { status: 400, headers: { "x-okta-request-id": "Req1" } },
      ),
    );
    const error = await failure(caller.request("PUT", "/api/v1/a", { client_secret: "hush-hush" }));
    expect(error.message).toBe(
      "Okta answered 400 to PUT /api/v1/a: E0000001: Api validation failed: label ([secret] is [secret]; b). Request Req1. A value is missing, not allowed, or taken by another object; the causes name the field. Fix: Correct it. What a failed run has made takes names too: npm run imports -- --stack NAME finds it.",
    );
  });

  test("of a page for people, or of nothing, has a status alone", async () => {
    const { caller } = org(() => new Response("<html>", { status: 404 }));
    const { message, details } = await failure(caller.request("GET", "/api/v1/apps/1"));
    expect(message).toBe("Okta answered 404 to GET /api/v1/apps/1.");
    expect(details).toMatchObject({ status: 404, errorCode: undefined, errorCauses: [] });
  });
});

describe("a service app", () => {
  const scopes = ["okta.apps.manage"];

  async function serviceApp(clientId: string, dpop = false) {
    const key = await createServiceApp(okta, { clientId, scopes, role: "SUPER_ADMIN", dpop });
    const authorization = new ServiceApp({ orgUrl: okta.url, scopes, ...key });
    return { key, caller: new OktaCaller({ orgUrl: okta.url, authorization }) };
  }

  /** What is asked of Okta in the meantime. */
  async function asked(work: () => Promise<unknown>): Promise<string[]> {
    const before = okta.log.entries.length;
    await work();
    return okta.log.entries
      .slice(before)
      .map(({ method, path, status }) => `${method} ${path.split("?")[0]} ${status}`);
  }

  test("gets one token for many requests, writes too", async () => {
    const { caller } = await serviceApp("writer-app");
    const created = (await caller.request(
      "POST",
      "/api/v1/apps",
      appBody({ name: "made-by-app", groups: [] }),
    )) as { id: string };
    const path = `/api/v1/apps/${created.id}`;
    const requests = await asked(async () => {
      await Promise.all([1, 2, 3].map(() => caller.request("GET", path)));
      await caller.request("POST", `${path}/lifecycle/deactivate`);
      await caller.request("DELETE", path);
    });
    expect(requests).toEqual([
      ...[1, 2, 3].map(() => `GET ${path} 200`),
      `POST ${path}/lifecycle/deactivate 200`,
      `DELETE ${path} 204`,
    ]);
  });

  test("that requires DPoP proves each request", async () => {
    const { caller } = await serviceApp("bound-app", true);
    const requests = await asked(() =>
      Promise.all([caller.request("GET", "/api/v1/apps"), caller.request("GET", "/api/v1/apps")]),
    );
    expect(requests).toEqual([
      "POST /oauth2/v1/token 400",
      "POST /oauth2/v1/token 400",
      "POST /oauth2/v1/token 200",
      "GET /api/v1/apps 200",
      "GET /api/v1/apps 200",
    ]);
    okta.faults.add({ kind: "rate-limit", resetSeconds: 0, path: "/api/v1/apps", count: 1 });
    expect(await asked(() => caller.request("GET", "/api/v1/apps"))).toEqual([
      "GET /api/v1/apps 429",
      "GET /api/v1/apps 200",
    ]);
  });

  describe("whose token Okta refuses", () => {
    const refused = (errorCode: string) => async () =>
      Response.json({ errorCode }, { status: 401 });

    /** Okta's API says no to the first requests. */
    async function refusedAtFirst(clientId: string, times: number, errorCode = "E0000011") {
      const key = await createServiceApp(okta, { clientId, scopes, role: "SUPER_ADMIN" });
      const authorization = new ServiceApp({ orgUrl: okta.url, scopes, ...key });
      let sent = 0;
      const request: typeof fetch = (input, init) => {
        sent += 1;
        return sent <= times ? refused(errorCode)() : fetch(input, init);
      };
      const caller = new OktaCaller({ orgUrl: okta.url, authorization, fetch: request });
      return { caller, sent: () => sent };
    }

    const TOKEN = "POST /oauth2/v1/token 200";

    test("renews it", async () => {
      const { caller } = await refusedAtFirst("renewed-app", 1);
      const requests = await asked(() => caller.request("GET", "/api/v1/apps"));
      expect(requests).toEqual([TOKEN, TOKEN, "GET /api/v1/apps 200"]);
    });

    test("renews it once for requests at the same time", async () => {
      const { caller } = await refusedAtFirst("renewed-once-app", 3);
      const requests = await asked(() =>
        Promise.all([1, 2, 3].map(() => caller.request("GET", "/api/v1/apps"))),
      );
      expect(requests.filter((request) => request === TOKEN)).toHaveLength(2);
    });

    test("gives up after that", async () => {
      const { caller, sent } = await refusedAtFirst("refused-app", 9);
      const requests = await asked(async () => {
        const { details } = await failure(caller.request("GET", "/api/v1/apps"));
        expect(details).toMatchObject({ status: 401, errorCode: "E0000011" });
      });
      expect(requests).toEqual([TOKEN, TOKEN]);
      expect(sent()).toBe(2);
    });

    test("keeps it where the org lacks what is asked for", async () => {
      const { caller, sent } = await refusedAtFirst("other-app", 9, "E0000015");
      expect(await asked(() => failure(caller.request("GET", "/api/v1/apps")))).toEqual([TOKEN]);
      expect(sent()).toBe(1);
    });
  });

  test("that gets no token says why, and sends nothing to the API", async () => {
    const { key, caller } = await serviceApp("gone-app");
    await manage(okta, "POST", `/api/v1/apps/${key.id}/lifecycle/deactivate`);
    const requests = await asked(async () => {
      const error = await failure(caller.request("GET", "/api/v1/apps"));
      expect(error.message).toBe(
        `No token for Okta's API: ${okta.url}/oauth2/v1/token answered 401 to client gone-app: invalid_client: Invalid value for 'client_id' parameter. Okta has no active client of this id. Fix: Correct the client id, or activate the app; another org has other ids.`,
      );
      expect(error.details).toEqual({
        where: "token",
        method: "GET",
        path: "/api/v1/apps",
        status: 401,
        errorCode: "invalid_client",
        errorSummary: "Invalid value for 'client_id' parameter.",
      });
    });
    expect(requests).toEqual(["POST /oauth2/v1/token 401"]);
  });
});
