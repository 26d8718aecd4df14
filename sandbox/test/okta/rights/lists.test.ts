import { beforeAll, expect, test } from "vitest";
import { serviceApp } from "../support.ts";
import { type Operator, startOrg } from "./operator.ts";

const { okta, admin, made, operator } = await startOrg();

const names = ["a", "b", "c", "d"];
const apps: string[] = [];
const groups: string[] = [];
const servers: string[] = [];
const users: string[] = [];
let client: Operator;

beforeAll(async () => {
  for (const name of names) {
    apps.push((await made("/api/v1/apps", serviceApp(`app ${name}`))).id);
    groups.push((await made("/api/v1/groups", { profile: { name } })).id);
    const login = `${name}@example.com`;
    const profile = { firstName: name, lastName: name, email: login, login };
    users.push((await made("/api/v1/users", { profile })).id);
    await admin.put(`/api/v1/groups/${groups.at(-1)}/users/${users.at(-1)}`);
    servers.push(
      (await made("/api/v1/authorizationServers", { name, audiences: [name] })).id as string,
    );
  }
  const families = ["apps", "groups", "users", "authorizationServers"];
  const permissions = ["apps", "groups", "users", "authzServers"].map(
    (name) => `okta.${name}.read`,
  );
  const resources = [0, 2, 3].flatMap((index) => [
    ...[`apps/${apps[index]}`, `groups/${groups[index]}`, `groups/${groups[index]}/users`],
    `authorizationServers/${servers[index]}`,
  ]);
  const scopes = families.map((family) => `okta.${family}.read`);
  client = await operator(scopes, { permissions, resources });
});

const idsOf = (items: { id: string }[]) => items.map(({ id }) => id);
const seen = (all: string[]) => [all[0], all[2], all[3]];

test.each<[string, string[]]>([
  ["/api/v1/apps", apps],
  ["/api/v1/groups", groups],
  ["/api/v1/users", users],
  ["/api/v1/authorizationServers", servers],
])("%s answers only what the caller may see, page by page", async (path, all) => {
  expect(idsOf((await client.get(path)).body)).toEqual(seen(all));
  const first = await client.get(`${path}?limit=2`);
  expect(idsOf(first.body)).toEqual([all[0], all[2]]);
  const next = /<([^>]+)>; rel="next"/.exec(first.headers.get("link") ?? "")?.[1] ?? "";
  const second = await client.get(next.slice(okta.url.length));
  expect(idsOf(second.body)).toEqual([all[3]]);
  expect(second.headers.get("link")).not.toContain('rel="next"');
  const hidden = await client.get(`${path}?after=${all[1]}`);
  expect([hidden.status, hidden.body.errorCauses[0].errorSummary]).toEqual([
    400,
    "after: Invalid cursor",
  ]);
});

test("a search finds nothing that the caller may not see", async () => {
  expect((await client.get("/api/v1/apps?q=app%20b")).body).toEqual([]);
  expect(
    (await client.get(`/api/v1/apps?filter=${encodeURIComponent(`id eq "${apps[1]}"`)}`)).body,
  ).toEqual([]);
  expect((await client.get("/api/v1/groups?q=b")).body).toEqual([]);
  expect((await client.get("/api/v1/users?q=b")).body).toEqual([]);
  expect((await client.get("/api/v1/authorizationServers?q=b")).body).toEqual([]);
});

test("a permission over nothing that exists gives an empty list, none a refusal", async () => {
  const right = { permissions: ["okta.apps.read"], resources: ["groups"] };
  const over = await operator(["okta.apps.read", "okta.groups.read"], right);
  expect([(await over.get("/api/v1/apps")).status, (await over.get("/api/v1/apps")).body]).toEqual([
    200,
    [],
  ]);
  expect((await over.get("/api/v1/groups")).status).toBe(403);
});

test("an unknown object is refused within a set of single objects, and not found otherwise", async () => {
  expect((await client.get("/api/v1/apps/0oaX")).status).toBe(403);
  const all = { permissions: ["okta.apps.read"], resources: ["apps"] };
  expect((await (await operator(["okta.apps.read"], all)).get("/api/v1/apps/0oaX")).status).toBe(
    404,
  );
});
