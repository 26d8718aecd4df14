import { expect, test } from "vitest";
import { startOkta } from "../support.ts";

const { admin } = await startOkta();
const ORIGINS = "/api/v1/trustedOrigins";

test("origins are found by a part of their name or address, and by their status", async () => {
  const found = async (query: string) =>
    (await admin.get(`${ORIGINS}?${query}`)).body.map(({ name }: { name: string }) => name);
  for (const [name, origin] of [
    ["Data portal", "https://portal.example.com"],
    ["Wiki", "https://data-wiki.example.com"],
    ["Shop", "http://localhost:3000"],
  ]) {
    await admin.post(ORIGINS, { name, origin, scopes: [{ type: "CORS" }] });
  }
  expect(await found("q=DATA")).toEqual(["Data portal", "Wiki"]);
  expect(await found("q=localhost:3000")).toEqual(["Shop"]);
  expect(await found("q=nothing")).toEqual([]);
  expect(await found("")).toEqual(["Data portal", "Wiki", "Shop"]);
  const [{ id }] = (await admin.get(`${ORIGINS}?q=wiki`)).body;
  await admin.post(`${ORIGINS}/${id}/lifecycle/deactivate`);
  const filter = encodeURIComponent('status eq "INACTIVE"');
  expect(await found(`filter=${filter}`)).toEqual(["Wiki"]);
  expect(await found(`q=shop&filter=${filter}`)).toEqual([]);
});

test("a trusted origin lives: create, find, switch off, replace, delete", async () => {
  const input = {
    name: "Console",
    origin: "https://console.example.com",
    scopes: [{ type: "CORS" }],
  };
  const made = await admin.post(ORIGINS, input);
  expect(made.status).toBe(200);
  expect(made.body).toMatchObject({
    ...input,
    id: expect.stringMatching(/^tos\w{17}$/),
    status: "ACTIVE",
  });
  const path = `${ORIGINS}/${made.body.id}`;
  expect((await admin.get(`${ORIGINS}?q=console`)).body).toEqual([made.body]);
  const off = await admin.post(`${path}/lifecycle/deactivate`);
  expect([off.status, off.body.status]).toEqual([200, "INACTIVE"]);
  const framed = {
    ...input,
    scopes: [{ type: "IFRAME_EMBED", allowedOktaApps: ["OKTA_ENDUSER"] }],
  };
  expect((await admin.put(path, framed)).body.scopes).toEqual(framed.scopes);
  expect((await admin.get(path)).body.status).toBe("INACTIVE");
  expect((await admin.delete(path)).status).toBe(204);
  expect((await admin.get(path)).status).toBe(404);
});
