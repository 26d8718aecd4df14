import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, describe, expect, test } from "vitest";
import { doctor } from "./run.ts";

/** An org of which only long lists are there, in Okta's sizes. */
let stop = () => {};

afterEach(() => stop());

const ids = (prefix: string, count: number) =>
  Array.from({ length: count }, (_, at) => `${prefix}${String(at).padStart(17, "0")}`);

async function org(lists: Record<string, string[]>, delay = 0, refused = /never/) {
  const asked: string[] = [];
  const server = createServer(async (request, response) => {
    await sleep(delay);
    const url = new URL(request.url ?? "", `http://${request.headers.host}`);
    const call = `${request.method} ${url.pathname}`;
    asked.push(call);
    response.setHeader("content-type", "application/json");
    if (url.pathname.startsWith("/.well-known/")) return response.end('{"pipeline":"idx"}');
    if (refused.test(call)) return response.writeHead(403).end('{"errorCode":"E0000006"}');
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
  test("is looked at with few requests, and what was not asked for is not called allowed", async () => {
    const { status, asked, out } = await looked(1);
    expect(asked.length).toBeLessThanOrEqual(20);
    expect(status, out).toBe(3);
    const words = out.replaceAll(/\s+/g, " ");
    expect(words).toContain("ok: okta.apps.manage on apps/0oa00000000000000000 and 999 more");
    expect(words).toContain(
      "not looked at: okta.groups.appAssignment.manage on groups/00g00000000000000000 and 499 more: 10 of 500 asked for: all would be more than 20 requests to Okta. Fix: compare the resource set of role assign0 with the plan.",
    );
  });

  test("whose plan has more roles than requests is not called fine", async () => {
    const { status, asked, out } = await looked(9);
    expect(asked.length).toBeLessThanOrEqual(20);
    expect(status, out).toBe(3);
    expect(out.replaceAll(/\s+/g, " ")).toContain("0 of 500 asked for: all would be more than 20");
  });
});

describe("the right to change 900 apps", () => {
  const apps = ids("0oa", 900);
  const manage = {
    role: "manage",
    permissions: ["okta.apps.manage"],
    resources: apps.map((id) => `apps/${id}`),
  };

  async function changing(listed: number, others: object[] = [], refused?: RegExp) {
    const { asked, url } = await org({ "/api/v1/apps": ids("0oa", listed) }, 0, refused);
    const deployer = { scopes: ["okta.apps.manage"], assignments: [manage, ...others] };
    const run = await doctor(["--plan", "-", "--okta-only"], {
      input: JSON.stringify({ version: 1, stack: "prod", identities: { deployer } }),
      environment: { OKTA_ORG_URL: url, OKTA_API_TOKEN: "00-only-for-a-test" },
    });
    expect(asked.length).toBeLessThanOrEqual(20);
    return { ...run, changes: asked.filter((call) => !call.startsWith("GET")) };
  }

  test("is asked for once where the list shows those alone", async () => {
    const { status, changes, out } = await changing(900);
    expect(status, out).toBe(0);
    expect(changes).toEqual([`PUT /api/v1/apps/${apps[0]}`]);
  });

  test("is asked for once where it is over all of the org's", async () => {
    const { status, changes, out } = await changing(901);
    expect(status, out).toBe(0);
    expect(changes).toEqual(["POST /api/v1/apps"]);
  });

  test.each([
    ["shows others too", 901, []],
    [
      "is another right's as well",
      900,
      [{ ...manage, role: "read", permissions: ["okta.apps.read"] }],
    ],
    [
      "is one over all as well",
      900,
      [{ role: "read", permissions: ["okta.apps.read"], resources: ["apps"] }],
    ],
  ])("is not looked at where the list %s", async (_name, listed, others) => {
    const { status, changes, out } = await changing(listed, others, /^POST/);
    expect(status, out).toBe(3);
    expect(changes.length).toBeGreaterThan(10);
    expect(out.replaceAll(/\s+/g, " ")).toMatch(/: 1\d of 900 asked for: all would be more than/);
  });
});

test("somebody who waits is told what is looked at", async () => {
  const { err } = await looked(1, 800, { apps: 1, groups: 1 });
  expect(err).toMatch(/^doctor: looking at Okta, 2 s\n/);
});
