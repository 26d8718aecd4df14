import { CoreV1Api } from "@kubernetes/client-node";
import { afterEach, beforeEach, expect, test } from "vitest";
import {
  apiObjectSource,
  type ObjectSource,
  referencedData,
} from "../../../kubernetes/node/references.ts";
import { type ApiServer, startApiServer } from "./api-server.ts";
import { objects } from "./objects.ts";

const GRAPH = "GET /api/v1/namespaces/graph";
const base64 = (text: string) => Buffer.from(text).toString("base64");

let server: ApiServer;
let source: ObjectSource;
beforeEach(async () => {
  server = await startApiServer();
  source = apiObjectSource(server.kubeConfig.makeApiClient(CoreV1Api), "graph");
});
afterEach(() => server.stop());

test("a ConfigMap's texts and bytes", async () => {
  server.on(`${GRAPH}/configmaps/conf`, {
    data: { text: "ä" },
    binaryData: { bytes: base64("\0") },
  });
  expect(await source.data("configmap", "conf")).toEqual({
    text: Buffer.from("ä"),
    bytes: Buffer.from("\0"),
  });
  server.on(`${GRAPH}/configmaps/empty`, {});
  expect(await source.data("configmap", "empty")).toEqual({});
});

test("a Secret's bytes", async () => {
  server.on(`${GRAPH}/secrets/auth`, { data: { password: base64("pässword") } });
  expect(await source.data("secret", "auth")).toEqual({ password: Buffer.from("pässword") });
});

test("a claim's uid", async () => {
  server.on(`${GRAPH}/persistentvolumeclaims/data`, { metadata: { uid: "c1" } });
  expect(await source.claim("data")).toBe("c1");
});

test("what is missing is undefined; other failures stay failures", async () => {
  expect(await source.data("configmap", "none")).toBeUndefined();
  expect(await source.data("secret", "none")).toBeUndefined();
  expect(await source.claim("none")).toBeUndefined();
  server.on(`${GRAPH}/secrets/auth`, (_, response) => response.writeHead(403).end("{}"));
  await expect(source.data("secret", "auth")).rejects.toMatchObject({ code: 403 });
});

test("a reference must lead somewhere unless it is optional", async () => {
  const given = objects({ secrets: { auth: { key: "value" } } });
  expect(await referencedData(given, "secret", { name: "auth" })).toEqual({
    key: Buffer.from("value"),
  });
  expect(await referencedData(given, "secret", { name: "no", optional: true })).toBeUndefined();
  await expect(referencedData(given, "configmap", { name: "auth" })).rejects.toMatchObject({
    name: "PodReferenceError",
    reason: "CreateContainerConfigError",
    message: 'configmap "auth" not found',
  });
});
