import { expect, test } from "vitest";
import { resolveEnvironment } from "../../../kubernetes/node/environment.ts";
import { objects, pod } from "./objects.ts";

const source = objects({
  configMaps: { "neo4j-env": { NEO4J_CONF: "/config/", EXTENDED_CONF: "yes", "1bad": "x" } },
  secrets: { keys: { token: "s3cret" } },
});

test("envFrom comes before env, and later entries win", async () => {
  const environment = await resolveEnvironment(
    {
      name: "neo4j",
      envFrom: [
        { configMapRef: { name: "neo4j-env" } },
        { prefix: "K_", secretRef: { name: "keys" } },
      ],
      env: [
        { name: "EXTENDED_CONF", value: "no" },
        { name: "POD_NAME", valueFrom: { fieldRef: { fieldPath: "metadata.name" } } },
        { name: "ADDRESS", value: "$(POD_NAME).neo4j.$(NOWHERE)$$(POD_NAME)" },
        { name: "TOKEN", valueFrom: { secretKeyRef: { name: "keys", key: "token" } } },
        { name: "CONF", valueFrom: { configMapKeyRef: { name: "neo4j-env", key: "NEO4J_CONF" } } },
        { name: "EMPTY" },
        {
          name: "ABSENT",
          valueFrom: { secretKeyRef: { name: "keys", key: "none", optional: true } },
        },
      ],
    },
    pod(),
    source,
  );
  expect(environment).toEqual({
    NEO4J_CONF: "/config/",
    EXTENDED_CONF: "no",
    K_token: "s3cret",
    POD_NAME: "neo4j-0",
    ADDRESS: "neo4j-0.neo4j.$(NOWHERE)$(POD_NAME)",
    TOKEN: "s3cret",
    CONF: "/config/",
    EMPTY: "",
  });
});

test.each([
  [{ envFrom: [{ configMapRef: { name: "no" } }] }, `configmap "no" not found`],
  [{ envFrom: [{ secretRef: { name: "no" } }] }, `secret "no" not found`],
  [
    { env: [{ name: "A", valueFrom: { secretKeyRef: { name: "no", key: "k" } } }] },
    `secret "no" not found`,
  ],
  [
    { env: [{ name: "A", valueFrom: { configMapKeyRef: { name: "neo4j-env", key: "k" } } }] },
    "couldn't find key k in configmap graph/neo4j-env",
  ],
  [
    { env: [{ name: "A", valueFrom: { resourceFieldRef: { resource: "limits.cpu" } } }] },
    "the sandbox cannot resolve the source of the variable A",
  ],
  [
    { env: [{ name: "A", valueFrom: { fieldRef: { fieldPath: "spec.hostname" } } }] },
    "unsupported fieldPath: spec.hostname",
  ],
])("refuses %j", async (container, message) => {
  const resolved = resolveEnvironment({ name: "neo4j", ...container }, pod(), source);
  await expect(resolved).rejects.toThrow(message);
  await expect(resolved).rejects.toMatchObject({ name: "PodReferenceError" });
});

test("an optional source may be missing", async () => {
  const container = { name: "neo4j", envFrom: [{ secretRef: { name: "no", optional: true } }] };
  expect(await resolveEnvironment(container, pod(), source)).toEqual({});
});

test("variables of variables cannot fill this machine's memory", async () => {
  const doubled = Array.from({ length: 60 }, (_, index) => ({
    name: `V${index + 1}`,
    value: `$(V${index})$(V${index})`,
  }));
  const env = [{ name: "V0", value: "0123456789" }, ...doubled];
  const resolved = resolveEnvironment({ name: "neo4j", env }, pod(), source);
  await expect(resolved).rejects.toMatchObject({
    name: "PodReferenceError",
    message: "'$(V13)$(V13)' grows beyond 131072 characters",
  });
});
