import { expect, test } from "vitest";
import { startOkta } from "../support.ts";

const { admin } = await startOkta();
const GROUPS = "/api/v1/groups";

test("a group is created, replaced and deleted, with attributes of its own", async () => {
  const made = await admin.post(GROUPS, { profile: { name: "readers", team: "data", level: 2 } });
  expect(made.status).toBe(200);
  expect(made.body).toMatchObject({
    id: expect.stringMatching(/^00g\w{17}$/),
    type: "OKTA_GROUP",
    objectClass: ["okta:user_group"],
    profile: { name: "readers", description: null, team: "data", level: 2 },
  });
  const path = `${GROUPS}/${made.body.id}`;
  const replaced = await admin.put(path, {
    profile: { name: "readers", description: "who reads" },
  });
  expect(replaced.body.profile).toEqual({ name: "readers", description: "who reads" });
  expect((await admin.get(path)).body).toEqual(replaced.body);
  expect((await admin.delete(path)).status).toBe(204);
  expect((await admin.delete(path)).status).toBe(404);
});

test("Everyone is there, cannot be changed or deleted, and is found by its type", async () => {
  const { body } = await admin.get(`${GROUPS}?filter=${encodeURIComponent('type eq "BUILT_IN"')}`);
  expect(body.map(({ profile }: { profile: { name: string } }) => profile.name)).toEqual([
    "Everyone",
  ]);
  const path = `${GROUPS}/${body[0].id}`;
  expect((await admin.put(path, { profile: { name: "Nobody" } })).status).toBe(403);
  expect((await admin.delete(path)).status).toBe(403);
});
