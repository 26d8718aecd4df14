import { expect, test } from "vitest";
import { serviceApp, startOkta } from "../support.ts";

const { okta, admin } = await startOkta();

/** Makes this many apps, groups, origins and resources of a set, in memory what a caller would make. */
const COUNT = 21;
const GROUP = `${okta.url}/api/v1/groups`;
const { body: set } = await admin.post("/api/v1/iam/resource-sets", {
  label: "s",
  description: "d",
});
for (let number = 0; number < COUNT; number += 1) {
  await admin.post("/api/v1/apps", serviceApp(`app ${number}`, `client-${number}`));
  const { body } = await admin.post("/api/v1/groups", { profile: { name: `Group ${number}` } });
  await admin.post("/api/v1/trustedOrigins", {
    ...{ name: `origin ${number}`, origin: `https://o${number}.example.com` },
    scopes: [{ type: "REDIRECT" }],
  });
  await admin.patch(`/api/v1/iam/resource-sets/${set.id}/resources`, {
    additions: [`${GROUP}/${body.id}`],
  });
}

test.each([
  ["/api/v1/apps", 20],
  ["/api/v1/trustedOrigins", 20],
  ["/api/v1/groups", COUNT + 1],
])("%s shows %d entries on a page unless asked for more", async (path, length) => {
  expect((await admin.get(path)).body).toHaveLength(length);
  expect((await admin.get(`${path}?limit=${COUNT}`)).body).toHaveLength(COUNT);
});

test("the resources of a set are paged by the link in the body", async () => {
  const path = `/api/v1/iam/resource-sets/${set.id}/resources`;
  const all = (await admin.get(path)).body;
  expect([all.resources.length, all._links.next]).toEqual([COUNT, undefined]);
  const first = (await admin.get(`${path}?limit=20`)).body;
  const next = await admin.get(first._links.next.href.slice(okta.url.length));
  expect([...first.resources, ...next.body.resources]).toEqual(all.resources);
});

test("groups are found by the beginning of their name in any case, and by id and type together", async () => {
  const found = async (query: string) =>
    (await admin.get(`/api/v1/groups?${query}`)).body.map(
      ({ profile }: { profile: { name: string } }) => profile.name,
    );
  expect(await found("q=group%2020")).toEqual(["Group 20"]);
  expect(await found("q=20")).toEqual([]);
  const [{ id }] = (await admin.get("/api/v1/groups?q=Group%205")).body;
  const filter = (type: string) =>
    `filter=${encodeURIComponent(`id eq "${id}" and type eq "${type}"`)}`;
  expect(await found(filter("OKTA_GROUP"))).toEqual(["Group 5"]);
  expect(await found(filter("BUILT_IN"))).toEqual([]);
});

test("apps are found by their name and their id; all of them are OIDC clients", async () => {
  const found = async (text: string) =>
    (await admin.get(`/api/v1/apps?limit=200&filter=${encodeURIComponent(text)}`)).body.length;
  const [{ id }] = (await admin.get("/api/v1/apps?q=app%207")).body;
  expect(await found(`id eq "${id}"`)).toBe(1);
  expect(await found('name eq "oidc_client"')).toBe(COUNT);
  expect(await found('name eq "saml"')).toBe(0);
});

test("there are no group rules", async () => {
  const { status, body } = await admin.get("/api/v1/groups/rules");
  expect([status, body]).toEqual([200, []]);
});
