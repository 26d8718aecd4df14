import { CoreV1Api } from "@kubernetes/client-node";
import { afterEach, beforeEach, expect, test } from "vitest";
import { describeEvent, type NodeEvent, recordEvent } from "../../../kubernetes/node/node-event.ts";
import { type ApiServer, startApiServer } from "./api-server.ts";

const EVENT: NodeEvent = {
  type: "Warning",
  reason: "BackOff",
  namespace: "graph",
  pod: "neo4j-0",
  message: "Back-off",
};

let server: ApiServer;
beforeEach(async () => {
  server = await startApiServer();
});
afterEach(() => server.stop());

async function recorded(message: string): Promise<Record<string, unknown>> {
  const events = server.inbox("POST /api/v1/namespaces/graph/events");
  await recordEvent(server.kubeConfig.makeApiClient(CoreV1Api), { ...EVENT, message });
  return (await events.find(() => true)) as Record<string, unknown>;
}

test("an event in one line", () => {
  expect(describeEvent(EVENT)).toBe("BackOff graph/neo4j-0: Back-off");
  expect(describeEvent({ ...EVENT, namespace: "", pod: "" })).toBe("BackOff node: Back-off");
});

test("an event of the API, of the Pod and by the node", async () => {
  const now = expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
  expect(await recorded("Back-off")).toEqual({
    metadata: { name: expect.stringMatching(/^neo4j-0\.[0-9a-f-]{36}$/), namespace: "graph" },
    involvedObject: { apiVersion: "v1", kind: "Pod", namespace: "graph", name: "neo4j-0" },
    type: "Warning",
    reason: "BackOff",
    message: "Back-off",
    source: { component: "neo4j-okta-sandbox", host: "neo4j-okta-sandbox" },
    firstTimestamp: now,
    lastTimestamp: now,
    count: 1,
  });
});

test("a message keeps its start and its end within what the API takes", async () => {
  const longest = "x".repeat(1_024);
  expect((await recorded(longest)).message).toBe(longest);
  const text = Array.from({ length: 1_025 }, (_, index) => index % 10).join("");
  const message = String((await recorded(text)).message);
  expect(message).toHaveLength(1_024);
  const [head = "", tail = ""] = message.split(" ... ");
  expect(head).toBe(text.slice(0, 200));
  expect(text.endsWith(tail)).toBe(true);
});
