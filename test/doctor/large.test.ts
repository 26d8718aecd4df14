import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, describe, expect, test } from "vitest";
import { doctor } from "./run.ts";

/** An org of which only what matters here is there: long lists, in Okta's sizes. */
let stop = () => {};

afterEach(() => stop());

const ids = (prefix: string, count: number) =>
  Array.from({ length: count }, (_, at) => `${prefix}${String(at).padStart(17, "0")}`);

async function org(lists: Record<string, string[]>, delay = 0) {
  const asked: string[] = [];
  const server = createServer(async (request, response) => {
    await sleep(delay);
    const url = new URL(request.url ?? "", `http://${request.headers.host}`);
    asked.push(`${request.method} ${url.pathname}`);
    response.setHeader("content-type", "application/json");
    if (url.pathname.startsWith("/.well-known/")) return response.end('{"pipeline":"idx"}');
    if (request.method !== "GET") return response.writeHead(400).end('{"errorCode":"E0000003"}');
    const [from, limit] = ["after", "limit"].map((key) => Number(url.searchParams.get(key)));
    const all = lists[url.pathname] ?? [];
    const end = (from ?? 0) + (limit ?? 0);
    if (end < all.length) {
      url.searchParams.set("after", String(end));
      response.setHeader("link", `<${url.href}>; rel="next"`);
    }
    // An app with its keys and links is long.
    const page = all.slice(from, end).map((id) => ({ id, more: "x".repeat(6_000) }));
    return response.end(JSON.stringify(page));
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  stop = () => void server.close();
  return { asked, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

function plan(apps: string[], groups: string[], roles = 1) {
  const assignments = Array.from({ length: roles }, (_, at) => [
    { role: `manage${at}`, permissions: ["okta.apps.manage"], resources: apps },
    {
      role: `assign${at}`,
      permissions: ["okta.groups.appAssignment.manage"],
      resources: groups,
    },
    { role: `read${at}`, permissions: ["okta.groups.read"], resources: groups },
  ]).flat();
  const scopes = ["okta.apps.manage", "okta.groups.read"];
  return JSON.stringify({
    version: 1,
    stack: "prod",
    identities: { deployer: { scopes, assignments } },
  });
}

async function looked(roles: number, delay = 0, size = { apps: 1_000, groups: 500 }) {
  const apps = ids("0oa", size.apps);
  const groups = ids("00g", size.groups);
  const { asked, url } = await org({ "/api/v1/apps": apps, "/api/v1/groups": groups }, delay);
  const run = await doctor(["--plan", "-", "--okta-only"], {
    input: plan(
      apps.map((id) => `apps/${id}`),
      groups.map((id) => `groups/${id}`),
      roles,
    ),
    environment: { OKTA_ORG_URL: url, OKTA_API_TOKEN: "00-only-for-a-test" },
  });
  return { ...run, asked };
}

describe("a stack of 1,000 apps and 500 groups", () => {
  test("is looked at with few requests", async () => {
    const { status, asked, out } = await looked(1);
    expect(status, out).toBe(0);
    expect(asked.length).toBeLessThanOrEqual(20);
  });

  test("whose plan has more roles than requests is not called fine", async () => {
    const { status, asked, out } = await looked(9);
    expect(asked.length).toBeLessThanOrEqual(20);
    expect(status, out).toBe(3);
    expect(out.replaceAll(/\s+/g, " ")).toContain("more than 20 requests to Okta");
  });
});

test("somebody who waits is told what is looked at", async () => {
  const { err } = await looked(1, 800, { apps: 1, groups: 1 });
  expect(err).toMatch(/^doctor: looking at Okta, 2 s\n/);
});
