import { expect, test } from "vitest";
import { startOkta } from "../support.ts";

const { admin } = await startOkta();
const ORIGINS = "/api/v1/trustedOrigins";

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
