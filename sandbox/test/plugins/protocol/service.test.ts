import { afterEach, beforeEach, expect, test } from "vitest";
import {
  type ProviderPlugin,
  type ResourceHandler,
  ResourceInitFailed,
} from "../../../plugins/protocol/provider.ts";
import { Secret } from "../../../plugins/protocol/values.ts";
import { initFailure, PluginClient } from "../plugin-client.ts";

const events: string[] = [];
const handler = {
  check: async ({ inputs }) => ({ inputs, failures: [{ property: "a", reason: "r" }] }),
  diff: async () => ({
    properties: {
      'c["x.y"]': { kind: "update", replace: false },
      "b[0]": { kind: "delete", replace: false },
      a: { kind: "add", replace: true },
      "b.one": { kind: "update", replace: true },
      d: { kind: "delete", replace: true },
      e: { kind: "add", replace: false },
      '["f g"].h': { kind: "update", replace: false },
    },
    deleteBeforeReplace: true,
  }),
  create: async ({ inputs }) => {
    const state = { id: "one", inputs, outputs: { token: new Secret("s") } };
    throw new ResourceInitFailed("not ready", state);
  },
  read: async () => undefined,
  update: async () => {
    throw new Error("plain failure");
  },
  delete: async () => {
    throw "not even an error";
  },
} satisfies ResourceHandler;

const plugin: ProviderPlugin = {
  name: "okta",
  version: "7.0.0",
  checkConfig: ({ p }) => (p === undefined ? [] : [{ property: "p", reason: "why" }]),
  configure: async () => undefined,
  resources: new Map<string, ResourceHandler>([["okta:app/oAuth:OAuth", handler]]),
  functions: new Map(),
  cancel: () => events.push("cancel"),
  close: async () => {
    events.push("close");
  },
};
const type = "okta:app/oAuth:OAuth";
const old = { id: "one", inputs: {}, outputs: {} };

let client: PluginClient;
beforeEach(async () => {
  events.length = 0;
  client = new PluginClient(plugin);
  await client.start();
});
afterEach(() => client.stop());

test("a type that is not covered is named, with what is covered and the fix", async () => {
  const message =
    "UNIMPLEMENTED: okta:group/group:Group is not covered by the sandbox's stand-in for the okta plugin, which covers " +
    "only okta:app/oAuth:OAuth. Fix: install the official plugin (pulumi plugin install resource okta 7.0.0); " +
    "the sandbox uses it when it can be had. (plugin-not-covered)";
  await expect(client.check("okta:group/group:Group", {})).rejects.toThrow(message);
  await expect(client.invoke("okta:group/getGroup:getGroup", {})).rejects.toThrow(
    "okta:group/getGroup:getGroup is not covered",
  );
});

test("failures of Check and CheckConfig reach the engine", async () => {
  expect(await client.check(type, { a: 1 })).toEqual({ inputs: { a: 1 }, failures: { a: "r" } });
  expect(await client.checkConfig({ p: 1 })).toEqual({ p: "why" });
  await expect(client.configure({ p: 1 })).rejects.toThrow("why");
});

test("a difference has kinds by path, and keys of the top level", async () => {
  expect(await client.diff(type, old, {})).toEqual({
    changed: true,
    diffs: ['["f g"].h', "a", "b", "c", "d", "e"],
    replaces: ["a", "b", "d"],
    deleteBeforeReplace: true,
    detailed: {
      a: "ADD_REPLACE",
      "b.one": "UPDATE_REPLACE",
      "b[0]": "DELETE",
      'c["x.y"]': "UPDATE",
      '["f g"].h': "UPDATE",
      d: "DELETE_REPLACE",
      e: "ADD",
    },
  });
});

test("a resource that did not come up reaches the engine with its state", async () => {
  const error: unknown = await client.create(type, { a: 1 }).catch((thrown: unknown) => thrown);
  expect(initFailure(error)).toEqual({
    id: "one",
    inputs: { a: 1 },
    outputs: { token: new Secret("s") },
    reasons: ["not ready"],
    status: [2, "not ready"],
    detail: "pulumirpc.ErrorResourceInitFailed",
  });
});

test("what a handler throws is the message, without a crash", async () => {
  await expect(client.change(type, old, {})).rejects.toThrow("plain failure");
  await expect(client.remove(type, old)).rejects.toThrow("not even an error");
});

test("a read of nothing says that the resource is gone", async () => {
  expect(await client.read(type, old)).toBeUndefined();
});

test("Cancel reaches the plugin, and stopping closes it", async () => {
  await client.cancel();
  expect(events).toEqual(["cancel"]);
});

test("listing resources is answered as not covered, without a crash", async () => {
  await expect(client.list(type)).rejects.toThrow(/^12 UNIMPLEMENTED: /);
  expect(await client.read(type, old)).toBeUndefined();
});

test("a plugin says its version, that it takes secrets, and that it can preview", async () => {
  expect(await client.introduction()).toEqual({ acceptsSecrets: true, version: "7.0.0" });
  const configured = await client.configure({});
  expect(configured.getAcceptsecrets()).toBe(true);
  expect(configured.getSupportspreview()).toBe(true);
});

test("a plugin that has nothing to configure is configured, cancelled and stopped", async () => {
  const plain = new PluginClient({ name: "random", version: "1", resources: new Map() });
  await plain.start();
  expect(await plain.checkConfig({ anything: 1 })).toEqual({});
  await plain.cancel();
  await expect(plain.invoke("random:x:y", {})).rejects.toThrow("random:x:y is not covered");
  await expect(plain.stop()).resolves.toBeUndefined();
});

test("a large state fits into a message", async () => {
  const state = { ...old, outputs: { text: "x".repeat(5 * 1024 * 1024) } };
  await expect(client.remove(type, state)).rejects.toThrow("not even an error");
});
