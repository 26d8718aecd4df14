import { afterEach, beforeEach, expect, test } from "vitest";
import { fixture } from "../fixtures.ts";
import type { Resource } from "../plugin-client.ts";
import { Organization } from "./organization.ts";
import {
  APP,
  account,
  CLAIM,
  claimOf,
  POLICY,
  policyOf,
  RULE,
  ruleOf,
  SCOPE,
  SERVER,
  scopeOf,
} from "./programs.ts";
import type { RecordedRequest } from "./recording-okta.ts";

interface FixtureRequest {
  method: string;
  path: string;
  target: "port" | "no port";
  body: unknown;
}

const official = fixture<Record<"up" | "refresh" | "destroy", FixtureRequest[]>>("okta-requests");
let organization: Organization;

beforeEach(async () => {
  organization = new Organization();
  await organization.start();
});
afterEach(() => organization.stop());

/** Ids become the fixture's `{aus}`, `{0oa}`, ...; order is the engine's, so it is taken away. */
function comparable(requests: FixtureRequest[]): string[] {
  return requests.map((request) => JSON.stringify(sortKeys(request))).sort();
}

function asFixture({ method, target, path, body }: RecordedRequest): FixtureRequest {
  const port = new RegExp(`^http://127\\.0\\.0\\.1(:${organization.okta.port})?/`).exec(target);
  expect(port, `absolute request target: ${target}`).not.toBeNull();
  return {
    method,
    path: path.replace(/\b(0oa|aus|scp|ocl|00p|0pr)\d{17}/g, "{$1}"),
    target: port?.[1] === undefined ? "no port" : "port",
    body,
  };
}

function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (typeof value !== "object" || value === null) return value;
  const sorted = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(sorted.map(([key, child]) => [key, sortKeys(child)]));
}

async function up(): Promise<[string, Resource][]> {
  const { plugin } = organization;
  const server = await plugin.make(SERVER, { name: "neo4j", audiences: ["api://neo4j"] });
  const app = await plugin.make(APP, {
    ...account("neo4j-svc-0"),
    label: "neo4j-service-account0",
  });
  const scope = await plugin.make(SCOPE, scopeOf(server.id));
  const claim = await plugin.make(CLAIM, claimOf(server.id));
  const whitelist = policyOf(server.id, [String(app.outputs.clientId)]);
  const policy = await plugin.make(POLICY, { ...whitelist, description: "d" });
  const rule = await plugin.make(RULE, { ...ruleOf(server.id, policy.id), name: "cc" });
  return [
    [RULE, rule],
    [POLICY, policy],
    [CLAIM, claim],
    [SCOPE, scope],
    [APP, app],
    [SERVER, server],
  ];
}

test("up, refresh and destroy send what the official plugin sends", async () => {
  const resources = await up();
  expect(comparable(organization.okta.take().map(asFixture))).toEqual(comparable(official.up));
  for (const [type, resource] of resources) await organization.plugin.read(type, resource);
  expect(comparable(organization.okta.take().map(asFixture))).toEqual(comparable(official.refresh));
  for (const [type, resource] of resources) await organization.plugin.remove(type, resource);
  expect(comparable(organization.okta.take().map(asFixture))).toEqual(comparable(official.destroy));
});

test("every create is one POST and then one GET", async () => {
  await up();
  const methods = organization.okta.take().map(({ method }) => method);
  expect(methods).toEqual(Array.from({ length: 6 }, () => ["POST", "GET"]).flat());
});

test("a preview calls nothing", async () => {
  const { plugin, okta } = organization;
  const { inputs } = await plugin.check(APP, account("etl-loader"));
  await plugin.create(APP, inputs, true);
  expect(okta.take()).toEqual([]);
});

test("requests carry the bearer token, JSON and the proxy credentials of the official plugin", async () => {
  const { plugin, okta } = organization;
  await plugin.make(SERVER, { name: "neo4j", audiences: ["api://neo4j"] });
  const [post, get] = okta.take();
  expect(post?.headers).toMatchObject({
    accept: "application/json",
    authorization: "Bearer management-token",
    "content-type": "application/json",
    "proxy-authorization": "Basic Og==",
    host: `127.0.0.1:${okta.port}`,
  });
  expect(get?.headers["content-type"]).toBeUndefined();
});

test("the host of a request without port in its target has none either", async () => {
  const { plugin, okta } = organization;
  await plugin.make(APP, account("etl-loader"));
  expect(okta.take().map(({ headers }) => headers.host)).toEqual(["127.0.0.1", "127.0.0.1"]);
});
