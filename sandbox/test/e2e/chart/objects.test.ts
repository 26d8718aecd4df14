import { afterAll, beforeAll, expect, test } from "vitest";
import { at, closeChart, merge, openChart, render, run, template, type Values } from "./chart.ts";

beforeAll(openChart);
afterAll(closeChart);

test("renders the objects of the official chart under their names", async () => {
  expect([...(await render()).keys()].sort()).toEqual([
    "ConfigMap db-default-config",
    "ConfigMap db-env",
    "ConfigMap db-k8s-config",
    "ConfigMap db-server-logs-config",
    "ConfigMap db-user-config",
    "ConfigMap db-user-logs-config",
    "Secret graph-auth",
    "Service db",
    "Service db-admin",
    "Service graph-lb-neo4j",
    "StatefulSet db",
  ]);
});

test("what is turned off is not rendered", async () => {
  const objects = await render({
    disableLookups: true,
    neo4j: { passwordFromSecret: "break-glass" },
    services: { neo4j: { enabled: false }, admin: { enabled: false } },
  });
  expect([...objects.keys()].filter((key) => !key.startsWith("ConfigMap")).sort()).toEqual([
    "Service db",
    "StatefulSet db",
  ]);
});

test("settings come out byte for byte", async () => {
  const config = {
    "dbms.security.oidc.okta-backend.authorization.group_to_role_mapping": `"a b"=admin,reader;"c"=x`,
    "dbms.security.oidc.okta-backend.config": "principal=sub;code_challenge_method=S256",
    "server.config.strict_validation.enabled": "true",
    odd: ` #: '{{ .Values }}' \\ $(bash -c 'cat x') \n`,
  };
  const data = (await render({ config })).get("ConfigMap db-user-config")?.data ?? {};
  expect(data).toMatchObject(config);
  expect(data["server.jvm.additional"]).toContain("-XX:+UseG1GC\n");
});

test("the chart's own settings come in the order in which the last one wins", async () => {
  const objects = await render();
  const set = objects.get("StatefulSet db");
  const volumes = at(set, "spec.template.spec.volumes") as { name: string; projected: Values }[];
  expect(volumes.find(({ name }) => name === "neo4j-conf")?.projected).toEqual({
    defaultMode: 0o440,
    sources: ["db-default-config", "db-user-config", "db-k8s-config"].map((name) => {
      return { configMap: { name } };
    }),
  });
  expect(objects.get("ConfigMap db-k8s-config")?.data).toEqual({
    "server.default_listen_address": "0.0.0.0",
  });
  expect(objects.get("ConfigMap db-default-config")?.data).toMatchObject({
    "server.directories.logs": "/logs",
    "internal.dbms.ssl.system.ignore_dot_files": "true",
  });
  expect(objects.get("ConfigMap db-user-config")?.data).toMatchObject({
    "server.config.strict_validation.enabled": "false",
  });
});

test("the container sees settings and password where Neo4j looks for them", async () => {
  const objects = await render();
  const container = at(objects.get("StatefulSet db"), "spec.template.spec.containers.0");
  expect(at(container, "image")).toBe("neo4j:5.26.30-enterprise");
  const mounts = (at(container, "volumeMounts") as { mountPath: string }[]).map((m) => m.mountPath);
  expect(mounts).toEqual(
    expect.arrayContaining(["/config/neo4j.conf", "/config/neo4j-auth", "/data", "/logs"]),
  );
  expect(objects.get("ConfigMap db-env")?.data).toEqual({
    NEO4J_ACCEPT_LICENSE_AGREEMENT: "eval",
    NEO4J_AUTH_PATH: "/config/neo4j-auth/NEO4J_AUTH",
    NEO4J_EDITION: "ENTERPRISE_K8S",
    NEO4J_CONF: "/config/",
    K8S_NEO4J_NAME: "graph",
    EXTENDED_CONF: "yes",
  });
});

test("a changed setting restarts the Pod, an unchanged one does not", async () => {
  const annotations = async (values: Values) => {
    return at((await render(values)).get("StatefulSet db"), "spec.template.metadata.annotations");
  };
  const before = await annotations({});
  expect(Object.keys(before as object)).toEqual(["checksum/db-config", "checksum/db-env"]);
  expect(await annotations({})).toEqual(before);
  expect(await annotations({ config: { "dbms.logs.query.enabled": "OFF" } })).not.toEqual(before);
  expect(await annotations({ env: { A: "b" } })).not.toEqual(before);
});

test("Services and StatefulSet agree on the Pod's labels", async () => {
  const objects = await render();
  const labels = at(objects.get("StatefulSet db"), "spec.template.metadata.labels");
  expect(at(objects.get("StatefulSet db"), "spec.selector.matchLabels")).toEqual({
    app: "graph",
    "helm.neo4j.com/instance": "db",
  });
  for (const name of ["db", "db-admin", "graph-lb-neo4j"]) {
    expect(labels).toMatchObject(at(objects.get(`Service ${name}`), "spec.selector") as object);
  }
});

test("values of the Pod reach the Pod", async () => {
  const objects = await render({
    neo4j: { labels: { team: "data" }, resources: { cpu: 2, memory: "4Gi" } },
    image: { customImage: "registry.example.com/neo4j:5-enterprise", imagePullSecrets: ["pull"] },
    additionalVolumes: [{ name: "trust", secret: { secretName: "trust" } }],
    additionalVolumeMounts: [{ name: "trust", mountPath: "/trust" }],
    secretMounts: {
      token: { secretName: "token", mountPath: "/var/secrets/token", defaultMode: 256 },
    },
    ssl: { bolt: { privateKey: { secretName: "tls", subPath: "tls.key" } } },
    podSpec: { annotations: { note: "x" }, serviceAccountName: "db", podAntiAffinity: false },
    jvm: { useNeo4jDefaultJvmArguments: false, additionalJvmArguments: ["-Dx=y"] },
  });
  const set = objects.get("StatefulSet db");
  const pod = at(set, "spec.template.spec");
  expect(set?.metadata.labels).toMatchObject({ team: "data" });
  expect(at(pod, "affinity")).toBeUndefined();
  expect(at(pod, "serviceAccountName")).toBe("db");
  expect(at(pod, "imagePullSecrets")).toEqual([{ name: "pull" }]);
  expect(at(pod, "containers.0.image")).toBe("registry.example.com/neo4j:5-enterprise");
  expect(at(pod, "containers.0.resources")).toEqual({
    requests: { cpu: 2, memory: "4Gi" },
    limits: { cpu: 2, memory: "4Gi" },
  });
  expect(at(pod, "volumes")).toEqual(
    expect.arrayContaining([
      { name: "trust", secret: { secretName: "trust" } },
      { name: "token", secret: { secretName: "token", defaultMode: 256 } },
      {
        name: "bolt-private-key",
        secret: { secretName: "tls", items: [{ key: "tls.key", path: "private.key" }] },
      },
    ]),
  );
  expect(objects.get("ConfigMap db-default-config")?.data).toMatchObject({
    "dbms.ssl.policy.bolt.enabled": "true",
    "server.bolt.tls_level": "REQUIRED",
  });
  expect(objects.get("ConfigMap db-user-config")?.data).toMatchObject({
    "server.jvm.additional": "-Dx=y",
  });
});

test("unknown values are ignored without a word, as by the official chart", async () => {
  const secret = { disableLookups: true, neo4j: { passwordFromSecret: "s" } };
  const unknown = { notAValue: true, neo4j: { neither: 1 } };
  expect(await template(merge(secret, unknown))).toBe(await template(secret));
});

test.each([
  [false, false],
  [true, true],
])("with logInitialPassword %j the notes show the password: %j", async (asked, shown) => {
  const values = { logInitialPassword: asked, neo4j: { password: "initial-passw0rd" } };
  const output = await run(["install", "db", "--dry-run=client"], values);
  const notes = output.slice(output.indexOf("NOTES:"));
  expect(notes).toContain("Neo4j 5.26.30 is released as db in the namespace neo4j.");
  expect(notes.includes("initial-passw0rd")).toBe(shown);
});
