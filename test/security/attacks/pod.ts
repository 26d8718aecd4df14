import { type Attack, attack, byValues } from "./attack.ts";

const COVERS = "would cover what the program mounts there";
const SECRET = "would put a secret into the Helm release in the clear";
const BREAK_GLASS = "names the break-glass Secret, which holds the password of the user neo4j";
const DECIDES = "is a variable that decides what the server runs or how it is configured";

/** The program's part of the Pod, by the front door and by others. */
export const POD: Attack[] = [
  ...(
    [
      ["a list of secretMounts", "secretMounts", { secretMounts: [{ mountPath: "/x" }] }, "a map"],
      ["a map of containers", "podSpec.containers", { podSpec: { containers: {} } }, "a list"],
    ] as const
  ).map(([way, path, values, shape]) =>
    byValues(
      `a place that is not looked at, by ${way}`,
      "values-derived",
      path,
      `is not ${shape}, and would replace what the program derives`,
      values,
    ),
  ),
  ...(
    [
      [
        "additionalVolumeMounts[0].mountPath",
        { additionalVolumeMounts: [{ mountPath: "/config/neo4j.conf/x" }] },
      ],
      ["secretMounts.x.mountPath", { secretMounts: { x: { mountPath: "/config/neo4j-auth" } } }],
      [
        "secretMounts.containers.mountPath",
        { secretMounts: { containers: { mountPath: "/config/neo4j.conf" } } },
      ],
      ["ldapPasswordMountPath", { ldapPasswordMountPath: "/config/neo4j.conf" }],
      [
        "apoc_credentials.jdbc.secretMountPath",
        { apoc_credentials: { jdbc: { secretMountPath: "/config" } } },
      ],
      [
        "additionalVolumeMounts[0].mountPath",
        { additionalVolumeMounts: [{ mountPath: "/data/dbms" }] },
      ],
    ] as const
  ).map(([path, values]) =>
    byValues(
      `settings, code or data of the server by ${path} ${JSON.stringify(values)}`,
      "values-derived",
      path,
      COVERS,
      values,
    ),
  ),
  byValues(
    "a command in the server by a path that the chart writes into one",
    "values-chart",
    "ldapPasswordMountPath",
    "is no plain path; the chart writes it into a command",
    { ldapPasswordMountPath: "/x/LDAP_PASS; curl example.com #" },
  ),
  ...["neo4j-auth", "neo4j-conf", "okta-truststore"].map((name) =>
    byValues(
      `what is in ${name} by a sidecar that mounts it`,
      "values-derived",
      "podSpec.containers[0].volumeMounts[0].name",
      "is a volume of the program's, which only the server may see",
      { podSpec: { containers: [{ name: "c", volumeMounts: [{ name, mountPath: "/mine" }] }] } },
    ),
  ),
  byValues(
    "trust in a CA by an init container that mounts the trust store",
    "values-derived",
    "podSpec.initContainers[0].volumeMounts[0].name",
    "is a volume of the program's, which only the server may see",
    {
      podSpec: {
        initContainers: [{ volumeMounts: [{ name: "okta-truststore", mountPath: "/mine" }] }],
      },
    },
  ),
  byValues(
    "the settings by a volume of the same name",
    "values-derived",
    "additionalVolumes[0].name",
    "is the program's own volume",
    { additionalVolumes: [{ name: "neo4j-conf", configMap: { name: "mine" } }] },
  ),
  ...["app", "helm.neo4j.com/instance"].map((name) =>
    byValues(
      `the server's place behind its Service by the label ${name}`,
      "values-derived",
      name === "app" ? "neo4j.labels.app" : `neo4j.labels["${name}"]`,
      "is a label of the chart's own",
      { neo4j: { labels: { [name]: "mine" } } },
    ),
  ),
  byValues(
    "the server's place by a container of the same name",
    "values-derived",
    "podSpec.containers[0].name",
    "is the program's own container",
    { podSpec: { containers: [{ name: "neo4j" }] } },
  ),
  ...(
    [
      [
        "additionalVolumes[0].secret.secretName",
        { additionalVolumes: [{ name: "x", secret: { secretName: "neo4j-auth" } }] },
      ],
      ["secretMounts.x.secretName", { secretMounts: { x: { secretName: "neo4j-auth" } } }],
      ["ldapPasswordFromSecret", { ldapPasswordFromSecret: "neo4j-auth " }],
      [
        "podSpec.containers[0].envFrom[0].secretRef.name",
        {
          podSpec: {
            containers: [{ name: "c", envFrom: [{ secretRef: { name: "neo4j-auth" } }] }],
          },
        },
      ],
      [
        "podSpec.containers[0].env[0].valueFrom.secretKeyRef.name",
        {
          podSpec: {
            containers: [
              {
                name: "c",
                env: [{ name: "X", valueFrom: { secretKeyRef: { name: "neo4j-auth" } } }],
              },
            ],
          },
        },
      ],
    ] as const
  ).map(([path, values]) =>
    byValues(`the break-glass password by ${path}`, "values-secret", path, BREAK_GLASS, values),
  ),
  attack(
    "the break-glass password of a release of another name",
    "values-secret",
    "neo4j.values.secretMounts.x.secretName",
    BREAK_GLASS,
    {
      neo4j: {
        license: "eval",
        release: "db",
        values: { secretMounts: { x: { secretName: "db-auth" } } },
      },
    },
  ),
  byValues(
    "the settings by variables from elsewhere",
    "values-derived",
    "envFrom",
    "would bring in variables that decide where Neo4j is configured",
    { envFrom: [{ configMapRef: { name: "mine" } }] },
  ),
  ...[
    "NEO4J_CONF",
    "JAVA_TOOL_OPTIONS",
    "JDK_JAVA_OPTIONS",
    "_JAVA_OPTIONS",
    "LD_PRELOAD",
    "BASH_ENV",
    "PATH",
    "EXTENSION_SCRIPT",
    "NEO4JLABS_PLUGINS",
    "SHELLOPTS",
    "PS4",
    "CLASSPATH",
    "GCONV_PATH",
  ].map((name) =>
    byValues(`code in the server by ${name}`, "values-derived", `env.${name}`, DECIDES, {
      env: { [name]: "x" },
    }),
  ),
  byValues(
    "a command in the server by a setting of APOC",
    "config-expansion",
    'apoc_config["apoc.x"]',
    'begins with "$(": Neo4j would run it as a command',
    { apoc_config: { "apoc.x": " $(cat hunter2)" } },
  ),
  ...["PGPASSWORD", "DB_PASS", "AWS_SECRET_ACCESS_KEY", "GITHUB_TOKEN_FILE", "ACCESS_KEY"].map(
    (name) =>
      byValues(
        `a secret from the Helm release, by the sidecar's variable ${name}`,
        "values-secret",
        "podSpec.containers[0].env[0].value",
        SECRET,
        { podSpec: { containers: [{ name: "c", env: [{ name, value: "hunter2" }] }] } },
      ),
  ),
  ...[
    "-Djavax.net.ssl.keyStorePassword=hunter2",
    "-Dhttp.proxyPasswd=hunter2",
    "-Dsome.token=hunter2",
    "-Dpassphrase=hunter2",
  ].map((option) =>
    byValues(
      `a secret from the Helm release, by ${option.split("=")[0]}`,
      "values-secret",
      "jvm.additionalJvmArguments[0]",
      SECRET,
      { jvm: { additionalJvmArguments: [option] } },
    ),
  ),
  byValues("a token from the Helm release", "values-secret", "env.LEVEL", SECRET, {
    env: { LEVEL: "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJodW50ZXIyIn0.hunter2" },
  }),
  attack(
    "a password from the ConfigMap, by a URL",
    "config-secret",
    'neo4j.config["server.directories.import"]',
    "holds a secret, which a ConfigMap and the Helm release would show in the clear",
    {
      neo4j: {
        license: "eval",
        config: { "server.directories.import": "ftp://me:hunter2@host/x" },
      },
    },
  ),
];
