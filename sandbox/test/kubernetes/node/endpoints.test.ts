import type { V1Service } from "@kubernetes/client-node";
import { expect, test } from "vitest";
import { type Backend, serviceEndpoint } from "../../../kubernetes/node/endpoints.ts";
import { pod } from "./objects.ts";

const service: V1Service = {
  metadata: { namespace: "graph", name: "neo4j" },
  spec: {
    selector: { app: "neo4j" },
    ports: [
      { name: "tcp-bolt", port: 7687, targetPort: "bolt" },
      { name: "tcp-http", port: 80, targetPort: 7474 },
      { name: "tcp-backup", port: 6362, targetPort: 6362 },
    ],
  },
};

function backend(change: Partial<Backend> = {}): Backend {
  const ports: Record<number, number> = { 7687: 40_001, 7474: 40_002 };
  return {
    pod: pod({ containers: [{ name: "neo4j", ports: [{ name: "bolt", containerPort: 7687 }] }] }),
    ready: true,
    hostPort: (port) => ports[port],
    ...change,
  };
}

test.each([
  ["tcp-bolt", 40_001],
  [7687, 40_001],
  ["tcp-http", 40_002],
  [80, 40_002],
])("port %s leads to %i", (port, expected) => {
  expect(serviceEndpoint(service, [backend()], port)).toEqual({
    host: "127.0.0.1",
    port: expected,
  });
});

test("the ready Pod is chosen", () => {
  const other = backend({ ready: false, hostPort: () => 1 });
  expect(serviceEndpoint(service, [other, backend()], "tcp-bolt").port).toBe(40_001);
});

const stranger = pod();
stranger.metadata = { ...stranger.metadata, namespace: "elsewhere" };

test.each([
  [
    [backend()],
    "https",
    "service-port-unknown",
    "Service graph/neo4j has no port 'https'; it has tcp-bolt (7687), tcp-http (80), tcp-backup (6362).",
  ],
  [
    [backend({ ready: false })],
    7687,
    "service-not-ready",
    "Service graph/neo4j has no ready Pod (1 not ready).",
  ],
  [
    [backend({ pod: stranger })],
    7687,
    "service-not-ready",
    "Service graph/neo4j has no ready Pod (it selects none).",
  ],
  [
    [backend()],
    6362,
    "service-port-not-served",
    "Port '6362' of Service graph/neo4j leads to container port 6362, which the stand-in does not serve; " +
      "it serves Bolt (7687) and, unless turned off, HTTP (7474).",
  ],
])("refuses (%#)", (backends, port, code, message) => {
  const find = () => serviceEndpoint(service, backends, port);
  expect(find).toThrow(expect.objectContaining({ code, message }));
});

test("a Service without a selector has no Pods", () => {
  const open = { ...service, spec: { ...service.spec, selector: {} } };
  expect(() => serviceEndpoint(open, [backend()], 7687)).toThrow("it selects none");
});
