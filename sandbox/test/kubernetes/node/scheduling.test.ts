import { expect, test } from "vitest";
import { placement, unschedulable } from "../../../kubernetes/node/scheduling.ts";
import { pod } from "./objects.ts";

test("a node selector must match the node's labels", () => {
  const labels = { "kubernetes.io/os": "linux" };
  expect(unschedulable(pod(), labels)).toBeUndefined();
  expect(unschedulable(pod({ nodeSelector: labels }), labels)).toBeUndefined();
  expect(unschedulable(pod({ nodeSelector: { ...labels, disk: "ssd" } }), labels)).toBe(
    "0/1 nodes are available: 1 node(s) didn't match Pod's node selector (disk=ssd).",
  );
});

test.each([
  [{ nodeName: "neo4j-okta-sandbox" }, "run"],
  [{ nodeName: "another" }, "ignore"],
  [{ nodeName: "" }, "bind"],
  [{ nodeName: "", schedulerName: "default-scheduler" }, "bind"],
  [{ nodeName: "", schedulerName: "custom" }, "ignore"],
  [{ nodeName: "", schedulingGates: [{ name: "gate" }] }, "ignore"],
])("a Pod with %j is one to %s", (spec, expected) => {
  expect(placement(pod(spec))).toBe(expected);
});
