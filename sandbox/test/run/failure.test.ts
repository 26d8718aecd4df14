import type { EngineEvent } from "@pulumi/pulumi/automation/index.js";
import { expect, test } from "vitest";
import { SandboxError } from "../../errors.ts";
import { Failure } from "../../run/failure.ts";
import { createReporter } from "../../run/reporter.ts";

const backOff = {
  type: "Warning",
  reason: "BackOff",
  namespace: "db",
  pod: "p",
  message: "no",
} as const;

const resource = (planning: boolean) =>
  ({ resourcePreEvent: { metadata: {}, planning } }) as EngineEvent;

test("a Pod that ends again after its first restart is a failure, and no longer with other settings", () => {
  let printed = "";
  const failure = new Failure(
    createReporter((text) => {
      printed += text;
    }),
  );
  failure.seePod({ ...backOff, type: "Normal" });
  failure.seePod({ ...backOff, reason: "FailedMount" });
  failure.seePod(backOff);
  expect(failure.signal.aborted).toBe(false);
  failure.seePod(backOff);
  expect(failure.signal.reason).toMatchObject({
    code: "neo4j-boot",
    message: "Neo4j does not boot with these settings. What its Pod db/p printed is above.",
  });
  expect(printed.match(/\] (BackOff|FailedMount) db\/p: no$/gm)).toHaveLength(3);
  failure.recover();
  // What was deployed before goes on ending until it is replaced.
  failure.seeEngine(resource(true));
  for (const _time of [1, 2]) failure.seePod(backOff);
  expect(failure.signal.aborted).toBe(false);
  failure.seeEngine(resource(false));
  failure.seePod(backOff);
  expect(failure.signal.aborted).toBe(false);
  failure.seePod(backOff);
  expect(failure.signal.aborted).toBe(true);
});

test("a control plane that has ended stays a failure", () => {
  const failure = new Failure(createReporter(() => {}));
  failure.give(new SandboxError("cluster-died", "etcd ended."));
  failure.recover();
  expect(failure.signal.reason).toMatchObject({ code: "cluster-died" });
});
