import { ApiException, type CoreV1Api } from "@kubernetes/client-node";
import type { EngineEvent } from "@pulumi/pulumi/automation/index.js";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { SandboxError } from "../../errors.ts";
import type { NodeEvent } from "../../kubernetes/node/node-event.ts";
import { MissingObjects } from "../../run/missing-objects.ts";

const RELEASE = "kubernetes:helm.sh/v3:Release";
const SECRET = "kubernetes:core/v1:Secret";

/** Objects that the API server has, as `secret graph/tls`. */
let present: Set<string>;
let failures: SandboxError[];
let missing: MissingObjects;

beforeEach(() => {
  vi.useFakeTimers();
  present = new Set();
  failures = [];
  const read = (kind: string) => (object: { namespace: string; name: string }) => {
    if (present.has(`${kind} ${object.namespace}/${object.name}`)) return Promise.resolve({});
    return Promise.reject(new ApiException(404, "", "", {}));
  };
  const api = { readNamespacedSecret: read("secret"), readNamespacedConfigMap: read("configmap") };
  missing = new MissingObjects(api as unknown as CoreV1Api, (error) => failures.push(error));
});
afterEach(() => void vi.useRealTimers());

function engine(kind: string, type: string, name = type, more: object = {}): void {
  const metadata = {
    urn: `urn:pulumi:dev::app::${type}::${name}`,
    type,
    op: "create",
    new: { custom: true },
    ...more,
  };
  missing.seeEngine({ [kind]: { metadata } } as unknown as EngineEvent);
}

function pod(message: string, reason = "FailedMount"): void {
  const event: NodeEvent = { type: "Warning", reason, namespace: "graph", pod: "neo4j-0", message };
  missing.seePod(event);
}

const WAITS = 'MountVolume.SetUp failed for volume "tls": secret "tls" not found';

/** A release is being brought up, and its Pod waits for a Secret. */
function waiting(): void {
  engine("resourcePreEvent", RELEASE);
  pod(WAITS);
}

test("fails after 20 seconds in which nothing but a release is at work, with the object and the fix", async () => {
  waiting();
  await vi.advanceTimersByTimeAsync(19_999);
  expect(failures).toEqual([]);
  await vi.advanceTimersByTimeAsync(1);
  expect(failures).toEqual([
    expect.objectContaining({
      code: "object-missing",
      message:
        "Pod graph/neo4j-0 waits for Secret graph/tls, which nothing in this rehearsal makes. " +
        "Fix: declare a Secret of that name in the stack, or rehearse it without what refers to that one.",
    }),
  ]);
});

test("and for a ConfigMap of the environment", async () => {
  engine("resourcePreEvent", RELEASE);
  pod('configmap "neo4j-env" not found', "Failed");
  await vi.advanceTimersByTimeAsync(20_000);
  expect(failures[0]?.message).toMatch(/ waits for ConfigMap graph\/neo4j-env, .* a ConfigMap of /);
});

describe("a Secret that comes a little later", () => {
  test("by another resource, however long that takes", async () => {
    waiting();
    engine("resourcePreEvent", SECRET);
    await vi.advanceTimersByTimeAsync(300_000);
    present.add("secret graph/tls");
    engine("resOutputsEvent", SECRET);
    await vi.advanceTimersByTimeAsync(300_000);
    expect(failures).toEqual([]);
  });

  test("by a resource that begins late", async () => {
    waiting();
    await vi.advanceTimersByTimeAsync(19_000);
    engine("resourcePreEvent", SECRET);
    await vi.advanceTimersByTimeAsync(60_000);
    engine("resOutputsEvent", SECRET);
    present.add("secret graph/tls");
    await vi.advanceTimersByTimeAsync(60_000);
    expect(failures).toEqual([]);
  });

  test("by somebody else within the time", async () => {
    waiting();
    await vi.advanceTimersByTimeAsync(19_000);
    present.add("secret graph/tls");
    await vi.advanceTimersByTimeAsync(60_000);
    expect(failures).toEqual([]);
  });
});

test("what ends begins the time anew, and another object may be missing still", async () => {
  waiting();
  pod('MountVolume.SetUp failed for volume "more": secret "more" not found');
  engine("resourcePreEvent", SECRET);
  await vi.advanceTimersByTimeAsync(30_000);
  engine("resOpFailedEvent", SECRET);
  present.add("secret graph/tls");
  await vi.advanceTimersByTimeAsync(19_999);
  expect(failures).toEqual([]);
  await vi.advanceTimersByTimeAsync(1);
  expect(failures[0]?.message).toContain("Secret graph/more");
});

test("a component that waits for the release makes nothing by itself", async () => {
  engine("resourcePreEvent", "app:neo4j:Neo4j", "neo4j", { new: {} });
  engine("resourcePreEvent", SECRET, "kept", { op: "same" });
  waiting();
  await vi.advanceTimersByTimeAsync(20_000);
  expect(failures).toHaveLength(1);
});

test.each<[string, () => void]>([
  ["without a release that waits", () => pod(WAITS)],
  [
    "when the release is up",
    () => {
      waiting();
      engine("resOutputsEvent", RELEASE);
    },
  ],
  [
    "when the engine has ended",
    () => {
      waiting();
      missing.seeEngine({ summaryEvent: {} } as EngineEvent);
    },
  ],
  [
    "for what is no Secret and no ConfigMap",
    () => {
      engine("resourcePreEvent", RELEASE);
      pod('persistentvolumeclaim "data" not found');
      pod('secret "tls" not found', "BackOff");
    },
  ],
])("nothing fails %s", async (_when, happens) => {
  happens();
  await vi.advanceTimersByTimeAsync(300_000);
  expect(failures).toEqual([]);
});
