import { expect, test } from "vitest";
import { bucketOf, RateLimiter } from "../../../okta/http/rate-limit.ts";
import { startOkta } from "../support.ts";

test.each([
  ["/api/v1/apps", "/api/v1/apps"],
  ["/api/v1/apps/0oa1", "/api/v1/apps/{id}"],
  ["/api/v1/apps/0oa1/lifecycle/activate", "/api/v1/apps"],
  ["/api/v1/groups/00g1", "/api/v1/groups/{id}"],
  ["/api/v1/iam/roles/x", "/api/v1/iam"],
  ["/api/v1/authorizationServers/default/scopes", "/api/v1"],
  ["/api/v1/policies", "/api/v1"],
  ["/oauth2/v1/clients/x/roles", "/oauth2/v1/clients"],
  ["/oauth2/v1/token", "/oauth2/v1"],
  ["/oauth2/default/v1/token", "/oauth2/{as}/v1"],
  ["/oauth2/default/v1/keys", null],
  ["/oauth2/default/.well-known/openid-configuration", null],
  ["/.well-known/okta-organization", null],
  ["/", null],
])("%s counts in %s", (path, bucket) => {
  expect(bucketOf(path)).toBe(bucket);
});

test("a bucket empties, refuses with the moment of its reset, and is full again then", () => {
  let now = 1_000_500;
  const limiter = new RateLimiter({ "/api/v1/apps": 2 }, () => now);
  const headers = (remaining: string) => ({
    "x-rate-limit-limit": "2",
    "x-rate-limit-remaining": remaining,
    "x-rate-limit-reset": "1061",
  });
  expect(limiter.count("/api/v1/apps")).toEqual(headers("1"));
  now += 30_000;
  expect(limiter.count("/api/v1/apps/x/grants")).toEqual(headers("0"));
  expect(() => limiter.count("/api/v1/apps")).toThrow(
    expect.objectContaining({ status: 429, code: "E0000047", headers: headers("0") }),
  );
  expect(limiter.count("/api/v1/apps/x")["x-rate-limit-remaining"]).toBe("999999");
  now += 30_000;
  expect(limiter.count("/api/v1/apps")["x-rate-limit-remaining"]).toBe("1");
});

test("over the wire: 429 with E0000047, a Date and the three headers", async () => {
  const { admin } = await startOkta({ rateLimits: { "/api/v1/groups": 1 } });
  expect((await admin.get("/api/v1/groups")).headers.get("x-rate-limit-remaining")).toBe("0");
  const { status, body, headers } = await admin.get("/api/v1/groups");
  expect([status, body.errorCode, body.errorSummary]).toEqual([
    429,
    "E0000047",
    "API call exceeded rate limit due to too many requests.",
  ]);
  expect(body.errorCauses).toEqual([]);
  const reset = Number(headers.get("x-rate-limit-reset"));
  const sent = Date.parse(headers.get("date") ?? "") / 1000;
  expect(reset).toBeGreaterThan(sent);
  expect(reset).toBeLessThanOrEqual(sent + 61);
});
