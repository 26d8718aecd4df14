import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import type { KubernetesObject } from "@kubernetes/client-node";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parseAllDocuments } from "yaml";
import { locateToolchain } from "../../sandbox/toolchain/index.ts";

const CHART = resolve(import.meta.dirname, "../../sandbox/neo4j/chart");

type Values = Record<string, unknown>;
type Rendered = KubernetesObject & {
  data?: Record<string, string>;
  spec?: Record<string, never>;
  metadata: { name: string; labels?: Record<string, string> };
};

let helm: string;
let directory: string;

beforeAll(async () => {
  helm = (await locateToolchain()).helm.path;
  directory = await mkdtemp(join(tmpdir(), "chart-test-"));
});

afterAll(() => rm(directory, { recursive: true, force: true }));

const MINIMAL = {
  neo4j: { name: "graph", edition: "enterprise", acceptLicenseAgreement: "eval" },
  volumes: { data: { mode: "defaultStorageClass" } },
};

/** Lays values over others as Helm does. */
function merge(base: Values, over: Values): Values {
  const merged = { ...base };
  for (const [key, value] of Object.entries(over)) {
    const before = merged[key];
    const nested = isMap(before) && isMap(value);
    merged[key] = nested ? merge(before, value) : value;
  }
  return merged;
}

function isMap(value: unknown): value is Values {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

async function run(command: string[], values: Values): Promise<string> {
  const file = join(directory, "values.json");
  await writeFile(file, JSON.stringify(merge(MINIMAL, values)));
  const args = [...command, CHART, "--namespace", "neo4j", "--values", file];
  const { stdout } = await promisify(execFile)(helm, args);
  return stdout;
}

function template(values: Values, release = "db"): Promise<string> {
  return run(["template", release], values);
}

async function render(values: Values = {}, release?: string): Promise<Map<string, Rendered>> {
  const text = await template(values, release);
  const documents = parseAllDocuments(text, { version: "1.1" }).map((document) => document.toJS());
  const objects = documents.filter((object): object is Rendered => object !== null);
  return new Map(objects.map((object) => [`${object.kind} ${object.metadata.name}`, object]));
}

async function refusal(values: Values): Promise<string> {
  const error = await template(values).catch((error: { stderr?: string }) => error);
  if (typeof error === "string") throw new Error("The chart rendered.");
  return error.stderr ?? "";
}

/** What is at a dotted path of a rendered object. */
function at(object: unknown, path: string): unknown {
  return path
    .split(".")
    .reduce<unknown>((value, key) => (value as Values | undefined)?.[key], object);
}

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
  expect(at(container, "image")).toBe("neo4j:5.26.21-enterprise");
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
  expect(notes).toContain("Neo4j 5.26.21 is released as db in the namespace neo4j.");
  expect(notes.includes("initial-passw0rd")).toBe(shown);
});

describe("refuses", () => {
  const config = (value: unknown) => ({ config: { "dbms.setting": value } });
  test.each<[Values, string]>([
    [{ neo4j: { name: "" } }, "neo4j.name is required"],
    [
      { neo4j: { acceptLicenseAgreement: "no" } },
      `neo4j.acceptLicenseAgreement is no (string); set it to the string "yes" or "eval".`,
    ],
    [
      { neo4j: { acceptLicenseAgreement: true } },
      `neo4j.acceptLicenseAgreement is true (bool); set it to the string "yes" or "eval".`,
    ],
    [config(true), "config values must be strings. dbms.setting has value true of type bool"],
    [config(5), "config values must be strings. dbms.setting has value 5 of type float64"],
    [config(["a"]), "config values must be strings. dbms.setting has value [a] of type slice"],
    [
      config({ a: "b" }),
      "config values must be strings. dbms.setting has value map[a:b] of type map",
    ],
    [{ configImport: "a=b" }, "configImport is not supported by this chart"],
    [
      { config: { "server.jvm.additional": "-Dx" } },
      "server.jvm.additional cannot be set in config. Use jvm.additionalJvmArguments.",
    ],
    [
      { neo4j: { passwordFromSecret: "none" } },
      "Secret none configured in 'neo4j.passwordFromSecret' not found",
    ],
    [
      { config: { "dbms.security.auth_enabled": "false" }, neo4j: { password: "password1" } },
      "cannot be set while dbms.security.auth_enabled is false",
    ],
    [{ volumes: { data: { mode: "" } } }, "A volume mode for the Neo4j 'data' volume is required"],
    [{ volumes: { data: { mode: "disk" } } }, "Unknown volume mode: disk of volumes.data"],
    [
      { volumes: { data: { mode: "share", share: { name: "x" } } } },
      "data volume does not support mode: 'share'",
    ],
    [{ volumes: { data: { mode: "volume" } } }, "Volume data is missing field: volume"],
    [
      { volumes: { data: { defaultStorageClass: { requests: { storage: "" } } } } },
      "The storage capacity of volumes.data must be specified when using 'defaultStorageClass' mode",
    ],
    [
      { volumes: { data: { defaultStorageClass: { storageClassName: "fast" } } } },
      "If using mode defaultStorageClass then storageClassName should not be set",
    ],
    [{ neo4j: { resources: { cpu: "250m" } } }, "Provided cpu value 250m is less than minimum"],
    [{ neo4j: { resources: { cpu: "fast" } } }, "Invalid cpu value fast"],
    [{ neo4j: { resources: { cpu: "" } } }, "Empty or missing neo4j.resources.cpu value"],
    [{ neo4j: { resources: { memory: "1Gi" } } }, "Provided memory value 1Gi is less than minimum"],
    [
      { neo4j: { resources: { memory: "1500M" } } },
      "Provided memory value 1500M is less than minimum",
    ],
    [{ neo4j: { resources: { memory: "2GB" } } }, "Invalid memory value 2GB"],
    [
      { neo4j: { minimumClusterSize: 3 } },
      "neo4j.minimumClusterSize is 3, but this stand-in chart",
    ],
    [
      { neo4j: { minimumClusterSize: 3, edition: "community" } },
      "Clustering needs neo4j.edition=enterprise",
    ],
    [{ podSpec: { loadbalancer: "maybe" } }, `podSpec.loadbalancer must be "include" or "exclude"`],
    [{ services: { admin: { spec: { ports: [] } } } }, "services.admin.spec.ports cannot be set"],
    [{ nodeSelector: { disk: "ssd" } }, "No node exists in the cluster which has all the labels"],
    [{ podSpec: { priorityClassName: "high" } }, "PriorityClass high is missing in the cluster"],
    [
      { ldapPasswordFromSecret: "x" },
      "ldapPasswordFromSecret is not rendered by this stand-in chart",
    ],
  ])("%j", async (values, message) => {
    expect(await refusal(values)).toContain(message);
  });
});

test.each([
  [{ cpu: "500m", memory: "2Gi" }],
  [{ cpu: 0.5, memory: "2000M" }],
  [{ cpu: "1.5", memory: "2147483648" }],
  [{ requests: { cpu: "1", memory: "2G" }, limits: { cpu: "2", memory: "4G" } }],
])("accepts the resources %j", async (resources) => {
  await expect(template({ neo4j: { resources } })).resolves.toContain("kind: StatefulSet");
});
