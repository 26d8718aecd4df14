import { afterEach, describe, expect, test } from "vitest";
import type { AccessContract } from "../../access/contract.ts";
import { OktaApi } from "../../okta-api/client.ts";
import { discoveryReachable, jwksReachable } from "../../verify/checks/discovery.ts";
import { tokenLifetime } from "../../verify/checks/lifetime.ts";
import { loginQueryApi } from "../../verify/checks/query-api.ts";
import { accountContext } from "../verify/account-context.ts";
import { bomb, hostileServer, json, stopHostileServers } from "./hostile-server.ts";

afterEach(stopHostileServers);

/** A context of a stack whose issuer is at this address. */
function at(issuer: string, changes: Partial<AccessContract> = {}, jwksUri?: string) {
  const base = accountContext();
  return {
    ...base,
    fetch,
    contract: { ...base.contract, issuer, discoveryUri: `${issuer}/discovery`, ...changes },
    evidence: jwksUri === undefined ? {} : { metadata: { jwks_uri: jwksUri } },
  };
}

/** A context of a stack whose database's HTTP address is this one. */
function queryApiAt(httpUri: string) {
  const context = at(OKTA);
  const { contract } = context;
  return { ...context, contract: { ...contract, neo4j: { ...contract.neo4j, httpUri } } };
}

const rsa = { keys: [{ kty: "RSA", kid: "of the attacker" }] };
const OKTA = "https://example.okta.com";
const FOREIGN =
  "It must be https and at the host of the issuer. Find out who changed it; a host that is yours can be allowed by --trusted-host HOST.";

describe("a discovery document", () => {
  test("has no keys of another host believed", async () => {
    const { url, asked } = await hostileServer((_request, response) => json(response, 200, rsa));
    for (const issuer of [OKTA, "http://127.0.0.1:1"]) {
      expect(await jwksReachable.run(at(issuer, {}, `${url}/keys`))).toMatchObject({
        status: "failed",
        expected: `an https address at ${new URL(issuer).host}`,
        seen: `${url}/keys`,
        cause: { side: "okta", fix: FOREIGN },
      });
    }
    expect(asked).toEqual([]);
    const trusting = { ...at(OKTA, {}, `${url}/keys`), trustedHosts: [new URL(url).host] };
    expect(await jwksReachable.run(trusting)).toMatchObject({ status: "passed" });
  });

  test("has no keys believed that came over plain http", async () => {
    const context = at(OKTA, {}, "http://example.okta.com/keys");
    expect(await jwksReachable.run(context)).toMatchObject({
      status: "failed",
      expected: "an https address at example.okta.com",
    });
  });

  test("is not read from another host than the issuer's", async () => {
    const { url, asked } = await hostileServer((_request, response) => json(response, 200, {}));
    const context = at(OKTA, { discoveryUri: `${url}/discovery` });
    expect(await discoveryReachable.run(context)).toMatchObject({
      status: "failed",
      expected: "an https address at example.okta.com",
      cause: { side: "stack", setting: "discoveryUri", fix: FOREIGN },
    });
    expect(asked).toEqual([]);
  });

  test.each(["discovery", "keys"])("sends nobody on to a server inside: %s", async (document) => {
    const inside = await hostileServer((_request, response) => json(response, 200, rsa));
    const { url } = await hostileServer((_request, response) => {
      response.writeHead(302, { location: `${inside.url}/admin` }).end();
    });
    const check = document === "keys" ? jwksReachable : discoveryReachable;
    expect(await check.run(at(url, {}, `${url}/keys`))).toMatchObject({ status: "failed" });
    expect(inside.asked).toEqual([]);
  });

  test.each(["discovery", "keys"])("does not fill the memory: %s", async (document) => {
    const { url } = await hostileServer((_request, response) => bomb(response));
    const check = document === "keys" ? jwksReachable : discoveryReachable;
    expect(await check.run(at(url, {}, `${url}/keys`))).toMatchObject({
      status: "failed",
      seen: expect.stringContaining("longer than 1 MiB"),
    });
  });

  test.each([
    ["a page of a server inside", "<html>the password of the router is hunter22</html>"],
    ["a JSON of a server inside", '{"password":"hunter22"}'],
  ])("brings %s into no report", async (_what, body) => {
    const { url } = await hostileServer((_request, response) => {
      response.writeHead(500).end(body);
    });
    for (const check of [discoveryReachable, jwksReachable]) {
      const verdict = await check.run(at(url, {}, `${url}/keys`));
      expect(verdict.status).toBe("failed");
      expect(JSON.stringify(verdict)).not.toContain("hunter22");
      expect(verdict).toMatchObject({ seen: expect.stringContaining(": 500") });
    }
  });
});

test("a database that redirects does not get the token sent elsewhere", async () => {
  const thief = await hostileServer((_request, response) => json(response, 200, {}));
  const { url } = await hostileServer((_request, response) => {
    response.writeHead(307, { location: `${thief.url}/stolen` }).end();
  });
  const context = queryApiAt(url);
  expect(await loginQueryApi.run(context)).toMatchObject({ status: "failed" });
  expect(thief.asked).toEqual([]);
});

test("a database does not fill the memory by its Query API", async () => {
  const { url } = await hostileServer((_request, response) => bomb(response));
  const context = queryApiAt(url);
  expect(await loginQueryApi.run(context)).toMatchObject({
    status: "failed",
    seen: expect.stringContaining("longer than 1 MiB"),
  });
});

describe("Okta's API", () => {
  const api = (url: string) => new OktaApi({ orgUrl: url, authorization: "SSWS 00secret", fetch });

  test("does not keep verify busy for ever with pages", async () => {
    let page = 0;
    const { url, asked } = await hostileServer((request, response) => {
      page += 1;
      const next = `http://${request.headers.host}/api/v1/apps?after=${page}`;
      response.setHeader("link", `<${next}>; rel="next"`);
      json(response, 200, []);
    });
    await expect(api(url).app("etl-loader")).rejects.toMatchObject({
      code: "okta-api-refused",
      message: "Okta's list /api/v1/apps has more than 500 pages.",
    });
    expect(asked).toHaveLength(500);
  });

  test("does not fill the memory", async () => {
    const { url } = await hostileServer((_request, response) => bomb(response));
    await expect(api(url).app("etl-loader")).rejects.toMatchObject({
      code: "okta-api-refused",
      message: "Okta answered GET /api/v1/apps with a body that is longer than 1 MiB.",
    });
  });

  test("gets no credential sent elsewhere by a redirect", async () => {
    const thief = await hostileServer((_request, response) => json(response, 200, []));
    const { url } = await hostileServer((_request, response) => {
      response.writeHead(302, { location: `${thief.url}/stolen` }).end();
    });
    await expect(api(url).app("etl-loader")).rejects.toThrow();
    expect(thief.asked).toEqual([]);
  });
});

test("a token that expires earlier than its answer says is not proven", async () => {
  const token = {
    accessToken: "",
    tokenType: "Bearer",
    scope: "",
    receivedAt: 1_800_000_000_000,
    expiresAt: 1_800_000_000_000 + 7_200_000,
  };
  const claims = { iat: 1_800_000_000, exp: 1_800_003_600 };
  expect(await tokenLifetime.run(accountContext({ evidence: { token, claims } }))).toMatchObject({
    status: "failed",
    expected: "expires_in of 3600",
    seen: "expires_in of 7200",
  });
});
