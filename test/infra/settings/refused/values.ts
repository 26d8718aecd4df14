import { neo4j, Refusals } from "./refusals.ts";

const refused = new Refusals();

type Row = [code: string, path: string, message: string, values: Record<string, unknown>];

const DERIVED = "is derived by the program";
const SECRET = "would put a secret into the Helm release in the clear";
const COVERS = "would cover what the program mounts there";
const replaces = (shape: string) => `is not ${shape}, and would replace what the program derives`;

/** Values with one value at a dotted path. */
function at(path: string, value: unknown): Record<string, unknown> {
  return path.split(".").reduceRight((inner, key) => ({ [key]: inner }), value) as Record<
    string,
    unknown
  >;
}

const ROWS: Row[] = [
  ["values-derived", "config", DERIVED, { config: {} }],
  ["values-derived", "volumes.data", DERIVED, { volumes: { data: { mode: "volume" } } }],
  ["values-derived", "volumes.data", DERIVED, { volumes: { data: null } }],
  ...[
    "neo4j.name",
    "neo4j.edition",
    "neo4j.acceptLicenseAgreement",
    "neo4j.passwordFromSecret",
    "neo4j.resources",
    "nameOverride",
    "fullnameOverride",
    "clusterDomain",
    "logInitialPassword",
  ].map((path): Row => ["values-derived", path, DERIVED, at(path, "x")]),
  ["values-secret", "image.imageCredentials", SECRET, { image: { imageCredentials: [] } }],
  [
    "values-chart",
    "configImport",
    "is rewritten by the chart in ways that break values",
    { configImport: "a=b" },
  ],
  [
    "values-chart",
    "disableLookups",
    "turns off the chart's check of the break-glass Secret",
    { disableLookups: true },
  ],

  // Another shape in the place of what the program derives.
  ["values-derived", "neo4j", replaces("a map"), { neo4j: null }],
  ["values-derived", "neo4j", replaces("a map"), { neo4j: ["hunter2"] }],
  ["values-derived", "volumes", replaces("a map"), { volumes: "none" }],
  ["values-derived", "services", replaces("a map"), { services: null }],
  [
    "values-derived",
    "services.neo4j.enabled",
    replaces("true or false"),
    { services: { neo4j: { enabled: "yes" } } },
  ],
  ...["services.neo4j", "image", "env", "jvm", "podSpec", "podSpec.annotations"].map(
    (path): Row => ["values-derived", path, replaces("a map"), at(path, ["hunter2"])],
  ),
  ...[
    "jvm.additionalJvmArguments",
    "podSpec.initContainers",
    "additionalVolumes",
    "additionalVolumeMounts",
  ].map((path): Row => ["values-derived", path, replaces("a list"), at(path, {})]),

  // Another route to the settings.
  [
    "values-derived",
    "additionalVolumeMounts[0].mountPath",
    COVERS,
    { additionalVolumeMounts: [{ name: "x", mountPath: "/config/../config/neo4j.conf/" }] },
  ],
  [
    "values-derived",
    "additionalVolumeMounts[0].mountPath",
    COVERS,
    { additionalVolumeMounts: [{ name: "x", mountPath: "/config" }] },
  ],
  [
    "values-derived",
    "secretMounts.x.mountPath",
    COVERS,
    { secretMounts: { x: { secretName: "x", mountPath: "/config/neo4j-auth" } } },
  ],
  [
    "values-derived",
    "additionalVolumes[0].name",
    "is the program's own volume",
    { additionalVolumes: [{ name: "okta-truststore", emptyDir: {} }] },
  ],
  [
    "values-derived",
    "env.NEO4J_CONF",
    "is a variable that decides what the server runs or how it is configured",
    { env: { NEO4J_CONF: "/tmp" } },
  ],

  // Secrets.
  ["values-secret", "neo4j.password", SECRET, { neo4j: { password: "hunter2" } }],
  ["values-secret", "neo4j.Password", SECRET, { neo4j: { Password: "hunter2" } }],
  ["values-secret", 'neo4j["Password "]', SECRET, { neo4j: { "Password ": "hunter2" } }],
  ["values-secret", "env.DB_PASSWORD", SECRET, { env: { DB_PASSWORD: "hunter2" } }],
  [
    "values-secret",
    'apoc_config["apoc.jdbc.db.url"]',
    SECRET,
    { apoc_config: { "apoc.jdbc.db.url": "jdbc:postgresql://me:hunter2@db/x" } },
  ],
  [
    "values-secret",
    'apoc_config["apoc.jdbc.db.url"]',
    SECRET,
    { apoc_config: { "apoc.jdbc.db.url": "jdbc:postgresql://db/x?user=me&password=hunter2" } },
  ],
  [
    "values-secret",
    "podSpec.containers[0].env[0].value",
    SECRET,
    { podSpec: { containers: [{ name: "c", env: [{ name: "API_TOKEN", value: "hunter2" }] }] } },
  ],
  [
    "values-secret",
    "ssl.bolt.privateKey",
    SECRET,
    { ssl: { bolt: { privateKey: "-----BEGIN PRIVATE KEY-----hunter2" } } },
  ],

  // What the chart would drop or break.
  [
    "values-chart",
    '["server.jvm.additional"]',
    "is no Helm value of the chart; it looks like a Neo4j setting",
    { "server.jvm.additional": "x" },
  ],
  ["values-chart", "Neo4j", "is no Helm value of the chart; neo4j is", { Neo4j: { edition: "x" } }],
  [
    "values-chart",
    "additional_volume",
    "is no Helm value of the chart; additionalVolumes is",
    { additional_volume: [] },
  ],
  ["values-chart", "env.LEVEL", "is not text, as a ConfigMap demands", { env: { LEVEL: 1 } }],
  [
    "values-chart",
    "neo4j.minimumClusterSize",
    "asks for a cluster, while one release is one server, which would wait for the others",
    { neo4j: { minimumClusterSize: 3 } },
  ],
];

for (const [code, path, message, values] of ROWS) {
  const place = path.startsWith("[") ? path : `.${path}`;
  refused.add(code, `neo4j.values${place}`, message, neo4j({ values }));
}

/** Refusals that concern extra Helm values. */
export default refused.all;
