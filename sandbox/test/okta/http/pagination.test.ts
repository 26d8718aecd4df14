import { expect, test } from "vitest";
import { startOkta } from "../support.ts";

const { okta, admin } = await startOkta();
const names = Array.from({ length: 7 }, (_, index) => `group ${index}`);
for (const name of names) await admin.post("/api/v1/groups", { profile: { name } });

function linkOf(headers: Headers, relation: string): string | undefined {
  return new RegExp(`<([^>]+)>; rel="${relation}"`).exec(headers.get("link") ?? "")?.[1];
}

test("following the next links gives every entry once, and the last page has none", async () => {
  const found: string[] = [];
  let target: string | undefined = `${okta.url}/api/v1/groups?q=group&limit=3`;
  let pages = 0;
  while (target) {
    const { body, headers } = await admin.get(target.slice(okta.url.length));
    expect(linkOf(headers, "self")).toBe(target);
    found.push(...body.map(({ profile }: { profile: { name: string } }) => profile.name));
    target = linkOf(headers, "next");
    pages += 1;
  }
  expect(found).toEqual(names);
  expect(pages).toBe(3);
});

test("a page that is just full has no next", async () => {
  const { body, headers } = await admin.get("/api/v1/groups?q=group&limit=7");
  expect(body).toHaveLength(7);
  expect(linkOf(headers, "next")).toBeUndefined();
});

test("a limit beyond the list's largest page counts as that", async () => {
  const { body, headers } = await admin.get("/api/v1/authorizationServers?limit=100000");
  expect(body).toHaveLength(1);
  expect(linkOf(headers, "next")).toBeUndefined();
});
