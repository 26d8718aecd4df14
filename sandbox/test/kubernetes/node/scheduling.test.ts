import { expect, test } from "vitest";
import { foreignClusterPlacement } from "../../../kubernetes/node/foreign-cluster.ts";
import { ownClusterPlacement } from "../../../kubernetes/node/own-cluster.ts";
import { unschedulable } from "../../../kubernetes/node/scheduling.ts";
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
])("on the sandbox's own cluster, %j means %s", (spec, placement) => {
  expect(ownClusterPlacement(pod(spec))).toBe(placement);
});

test.each([
  [{ nodeName: "", schedulerName: "neo4j-okta-sandbox" }, "run"],
  [{ nodeName: "", schedulerName: "default-scheduler" }, "ignore"],
  [{ nodeName: "real-node", schedulerName: "neo4j-okta-sandbox" }, "ignore"],
])("on a cluster of the user's, %j means %s", (spec, placement) => {
  expect(foreignClusterPlacement(pod(spec))).toBe(placement);
});
