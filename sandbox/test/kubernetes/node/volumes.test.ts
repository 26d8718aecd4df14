import type { V1Volume } from "@kubernetes/client-node";
import { describe, expect, test } from "vitest";
import { PodReferenceError } from "../../../kubernetes/node/references.ts";
import { resolveVolume } from "../../../kubernetes/node/volumes.ts";
import { objects, pod } from "./objects.ts";

const source = objects({
  configMaps: {
    defaults: { "server.jvm": "a", "server.directories.logs": "/logs" },
    user: { "server.jvm": "b", mapping: `"g"=admin;"h"=reader` },
    k8s: { "server.default_listen_address": "0.0.0.0" },
  },
  secrets: { auth: { NEO4J_AUTH: "neo4j/pass word", other: "x" } },
  claims: ["data-neo4j-0"],
});

async function files(volume: Omit<V1Volume, "name">): Promise<Record<string, [string, string]>> {
  const content = await resolveVolume({ name: "v", ...volume }, pod(), source);
  if (content.kind !== "files") throw new Error(`kind ${content.kind}`);
  return Object.fromEntries(
    content.files.map(({ path, content, mode }) => [path, [content.toString(), mode.toString(8)]]),
  );
}

async function refusal(volume: Omit<V1Volume, "name">): Promise<string> {
  const error = await files(volume).catch((error: unknown) => error);
  expect(error).toBeInstanceOf(PodReferenceError);
  return (error as Error).message;
}

describe("a projected volume", () => {
  test("lets the last source win, byte for byte, and gives all files the default mode", async () => {
    const sources = ["defaults", "user", "k8s"].map((name) => ({ configMap: { name } }));
    expect(await files({ projected: { defaultMode: 0o440, sources } })).toEqual({
      "server.jvm": ["b", "440"],
      "server.directories.logs": ["/logs", "440"],
      mapping: [`"g"=admin;"h"=reader`, "440"],
      "server.default_listen_address": ["0.0.0.0", "440"],
    });
  });

  test("mixes kinds", async () => {
    const sources = [
      {
        secret: { name: "auth", items: [{ key: "NEO4J_AUTH", path: "secret/auth", mode: 0o400 }] },
      },
      { downwardAPI: { items: [{ path: "labels", fieldRef: { fieldPath: "metadata.labels" } }] } },
      { serviceAccountToken: { path: "token" } },
    ];
    expect(await files({ projected: { sources } })).toEqual({
      "secret/auth": ["neo4j/pass word", "400"],
      labels: [`app="neo4j"\nhelm.neo4j.com/instance="neo4j"`, "644"],
    });
  });
});

describe("a Secret", () => {
  test("gives all keys, 0644 by default", async () => {
    expect(await files({ secret: { secretName: "auth" } })).toEqual({
      NEO4J_AUTH: ["neo4j/pass word", "644"],
      other: ["x", "644"],
    });
  });

  test("gives the chosen keys under their paths", async () => {
    const items = [{ key: "NEO4J_AUTH", path: "p" }];
    expect(await files({ secret: { secretName: "auth", defaultMode: 0o400, items } })).toEqual({
      p: ["neo4j/pass word", "400"],
    });
  });

  test("is waited for while it is missing", async () => {
    expect(await refusal({ secret: { secretName: "nope" } })).toBe(`secret "nope" not found`);
    expect(await files({ secret: { secretName: "nope", optional: true } })).toEqual({});
  });

  test("must have the chosen key", async () => {
    const secret = { secretName: "auth", items: [{ key: "no", path: "p" }] };
    expect(await refusal({ secret })).toBe(`secret "auth" references non-existent key: no`);
    expect(await files({ secret: { ...secret, optional: true } })).toEqual({});
  });
});

test.each(["../x", "/etc/passwd", "a/../../x", ""])("the path %j is refused", async (path) => {
  const configMap = { name: "k8s", items: [{ key: "server.default_listen_address", path }] };
  expect(await refusal({ configMap })).toBe(`the path '${path}' leaves the volume`);
});

test.each(["../x", "../../.bashrc", "/etc/cron.d/x"])(
  "an object with the key %j writes no file outside of its volume",
  async (key) => {
    for (const change of [
      { configMaps: { o: { [key]: "" } } },
      { secrets: { o: { [key]: "" } } },
    ]) {
      const volume =
        "secrets" in change ? { secret: { secretName: "o" } } : { configMap: { name: "o" } };
      const resolved = resolveVolume({ name: "v", ...volume }, pod(), objects(change));
      await expect(resolved).rejects.toThrow(`the path '${key}' leaves the volume`);
    }
  },
);

test("folders and claims are told apart", async () => {
  const volume = { name: "v" };
  expect(await resolveVolume({ ...volume, emptyDir: {} }, pod(), source)).toEqual({
    kind: "empty",
  });
  const claim = { persistentVolumeClaim: { claimName: "data-neo4j-0" } };
  expect(await resolveVolume({ ...volume, ...claim }, pod(), source)).toEqual({
    kind: "claim",
    uid: "uid-of-data-neo4j-0",
  });
  expect(await refusal({ persistentVolumeClaim: { claimName: "gone" } })).toBe(
    `persistentvolumeclaim "gone" not found`,
  );
});

test("volumes of other kinds are refused", async () => {
  expect(await refusal({ hostPath: { path: "/" } })).toBe(
    "the sandbox has no volumes of the kind that 'v' asks for",
  );
});
