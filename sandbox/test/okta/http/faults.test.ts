import { afterEach, expect, test } from "vitest";
import { OktaEmulator } from "../../../okta/emulator.ts";
import { Faults } from "../../../okta/http/faults.ts";
import { Caller, startOkta } from "../support.ts";

const { okta, admin } = await startOkta({ control: true });
const CONTROL = "/_sandbox/faults";

afterEach(() => okta.faults.clear());

test("a fault strikes the paths, method and number of requests that it names", () => {
  const faults = new Faults();
  faults.add({ kind: "error", status: 503, path: "/api/v1/apps", method: "POST", count: 2 });
  const hits = (method: string, path: string) => faults.strike(method, path).length;
  expect([hits("GET", "/api/v1/apps"), hits("POST", "/api/v1/groups")]).toEqual([0, 0]);
  expect([hits("POST", "/api/v1/apps"), hits("POST", "/api/v1/apps/x")]).toEqual([1, 1]);
  expect([hits("POST", "/api/v1/apps"), faults.active.length]).toEqual([0, 0]);
});

test.each([
  ["/api/v1/servers/*/policies", "/api/v1/servers/aus1/policies", true],
  ["/api/v1/servers/*/policies", "/api/v1/servers/aus1/policies/00p1/rules", true],
  ["/api/v1/servers/*/policies/*/rules", "/api/v1/servers/aus1/policies", false],
  ["/api/v1/servers/*/claims", "/api/v1/servers/aus1/scopes", false],
  ["/api/v1/servers/*/claims", "/api/v1/servers/aus1/x/claims", false],
  ["/api/v1/servers/*", "/api/v1/servers/", false],
  ["/api/v1/server", "/api/v1/servers", true],
  ["/", "/api/v1/apps", true],
])("a fault for %s strikes %s: %s", (path, asked, struck) => {
  const faults = new Faults();
  faults.add({ kind: "drop", path });
  expect(faults.strike("GET", asked).length > 0).toBe(struck);
});

test("delays come before the first fault that ends the request; later ones wait", () => {
  const faults = new Faults();
  faults.add({ kind: "error", status: 500, count: 1 });
  faults.add({ kind: "slow", delayMs: 1 });
  faults.add({ kind: "drop", count: 1 });
  expect(faults.strike("GET", "/").map(({ kind }) => kind)).toEqual(["slow", "error"]);
  expect(faults.strike("GET", "/").map(({ kind }) => kind)).toEqual(["slow", "drop"]);
  expect(faults.strike("GET", "/").map(({ kind }) => kind)).toEqual(["slow"]);
});

test("429 with a reset", async () => {
  okta.faults.add({ kind: "rate-limit", resetSeconds: 7, count: 1 });
  const { status, body, headers } = await admin.get("/api/v1/apps");
  expect([status, body.errorCode]).toEqual([429, "E0000047"]);
  const wait =
    Number(headers.get("x-rate-limit-reset")) - Date.parse(headers.get("date") ?? "") / 1000;
  expect(wait).toBeGreaterThanOrEqual(6);
  expect(wait).toBeLessThanOrEqual(8);
  expect((await admin.get("/api/v1/apps")).status).toBe(200);
});

test.each(["GET", "POST", "PUT", "PATCH", "DELETE"])("a fault for %s alone", async (method) => {
  const fault = { kind: "error", status: 500, path: "/api/v1/apps", method };
  const added = await admin.post(CONTROL, fault);
  expect([added.status, added.body.faults]).toEqual([201, [fault]]);
  const { status } = await admin.call(method, "/api/v1/apps/none");
  expect(status).toBe(500);
});

test.each<[string, object, string, string]>([
  ["an unknown kind", { kind: "fire" }, "E0000001", "kind: Invalid"],
  [
    "a status that is no server's fault",
    { kind: "error", status: 404 },
    "E0000001",
    "status: Too small",
  ],
  [
    "a delay of more than ten minutes",
    { kind: "slow", delayMs: 600_001 },
    "E0000001",
    "delayMs: Too big",
  ],
  ["no request to strike", { kind: "drop", count: 0 }, "E0000001", "count: Too small"],
  ["a path without its slash", { kind: "drop", path: "api" }, "E0000001", "path: Invalid string"],
  ["an unknown field", { kind: "drop", after: 1 }, "E0000003", "Unrecognized field: after"],
])("%s is refused", async (_what, fault, code, cause) => {
  const { status, body } = await admin.post(CONTROL, fault);
  expect([status, body.errorCode]).toEqual([400, code]);
  expect(body.errorCauses[0].errorSummary).toContain(cause);
  expect(okta.faults.active).toEqual([]);
});

test("a server error", async () => {
  okta.faults.add({ kind: "error", status: 502, count: 1 });
  const { status, body } = await admin.get("/api/v1/apps");
  expect([status, body.errorCode]).toEqual([502, "E0000009"]);
});

test("a dropped connection, before or after the request took effect", async () => {
  const group = (name: string) => admin.post("/api/v1/groups", { profile: { name } });
  okta.faults.add({ kind: "drop", count: 1 });
  await expect(group("lost before")).rejects.toThrow("fetch failed");
  okta.faults.add({ kind: "drop", when: "after", count: 1 });
  await expect(group("lost after")).rejects.toThrow("fetch failed");
  const names = [...okta.org.groups.values()].map(({ profile }) => profile.name);
  expect(names).toEqual(["Everyone", "lost after"]);
  const statuses = okta.log.entries.slice(-2).map(({ status }) => status);
  expect(statuses).toEqual([null, null]);
});

test("a slow answer arrives, and does not hold up the end of the server", async () => {
  okta.faults.add({ kind: "slow", delayMs: 1, count: 1 });
  expect((await admin.get("/api/v1/apps")).status).toBe(200);

  const other = new OktaEmulator();
  await other.start();
  other.faults.add({ kind: "slow", delayMs: 600_000 });
  const waiting = new Caller(other).get("/api/v1/apps");
  const lost = expect(waiting).rejects.toThrow();
  await expect.poll(() => other.faults.struck).toBe(1);
  await other.stop();
  await lost;
});

test("the control endpoint switches faults on, shows and clears them, and is never struck itself", async () => {
  const fault = { kind: "error", status: 500, path: "/" };
  const added = await admin.post(CONTROL, fault);
  expect([added.status, added.body]).toEqual([201, { faults: [fault], skewSeconds: 0 }]);
  expect((await admin.get("/api/v1/apps")).status).toBe(500);
  expect((await admin.delete(CONTROL)).status).toBe(204);
  expect((await admin.get("/api/v1/apps")).status).toBe(200);
});

test.each([
  [{ kind: "earthquake" }, "kind: Invalid discriminator value"],
  [{ kind: "error", status: 200 }, "status: Too small: expected number to be >=500"],
  [{ kind: "slow", delayMs: -1 }, "delayMs: Too small"],
  [
    { kind: "rate-limit", resetSeconds: 1, path: "api" },
    'path: Invalid string: must start with "/"',
  ],
])("the fault %o is refused", async (fault, message) => {
  const { status, body } = await admin.post(CONTROL, fault);
  expect([status, body.errorCode]).toEqual([400, "E0000001"]);
  expect(body.errorCauses[0].errorSummary).toContain(message);
});

test("the clock of the org can be put off; the rate limit's is not", async () => {
  await admin.put("/_sandbox/clock", { skewSeconds: -7200 });
  const { body, headers } = await admin.post("/api/v1/groups", { profile: { name: "early" } });
  const lag = Date.now() - Date.parse(body.created);
  expect(lag).toBeGreaterThanOrEqual(7_200_000);
  expect(lag).toBeLessThan(7_260_000);
  expect(Number(headers.get("x-rate-limit-reset")) * 1000).toBeGreaterThan(Date.now());
});

test("keys rotate on request", async () => {
  const kid = async () => {
    const { body } = await admin.get("/api/v1/authorizationServers/default");
    return body.credentials.signing.kid;
  };
  const before = await kid();
  expect((await admin.post("/_sandbox/authorizationServers/default/rotate")).status).toBe(204);
  expect(await kid()).not.toBe(before);
  expect((await admin.post("/_sandbox/authorizationServers/nope/rotate")).status).toBe(404);
});

test("the control endpoints ask for the access token, and are absent unless switched on", async () => {
  expect((await new Caller(okta, "Bearer no").get(CONTROL)).status).toBe(401);
  expect((await new Caller(okta, `SSWS ${okta.apiToken}`).get(CONTROL)).status).toBe(401);
  const { admin: plain } = await startOkta();
  expect((await plain.get(CONTROL)).status).toBe(404);
});
