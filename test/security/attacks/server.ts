import { type Attack, inProduction } from "./attack.ts";

const at = (name: string) => `config["dbms.security.${name}"]`;
const config = (name: string, value: string) => ({ config: { [`dbms.security.${name}`]: value } });
const marked = (message: string, rule: string) =>
  `${message}, in a stack marked production (${rule})`;

const TLS = {
  bolt: { privateKey: { secretName: "tls" } },
  https: { privateKey: { secretName: "tls" } },
};

/** Neo4j published, with TLS unless a change says otherwise. */
const published = (values: Record<string, unknown>, settings: Record<string, unknown> = {}) => ({
  config: { "server.http.enabled": "false", ...settings },
  values: { ssl: TLS, ...values },
});

const OUTSIDE = "Neo4j is published outside the cluster";
const PLAIN = "Neo4j is published without TLS";
const AGENT = "something runs inside the server, or looks into it";
const MIGHTY = "a container is root, or reaches the node";
const FOREIGN = "an image that is not Neo4j's own runs beside the data";
const CHART = "a chart that is not Neo4j's own decides everything that runs beside the data";

const REPOSITORIES = [
  "https://charts.example.com",
  "https://helm.neo4j.com.example.com/neo4j",
  "https://helm.neo4j.com:8443/neo4j",
  "https://helm.neo4j.com/mine",
  "https://helm.neo4j.com/neo4j/?x",
  "https://helm.neo4j.com./neo4j",
  "https://helm.neo4j.com:99999/neo4j",
];

const WAYS: [gain: string, path: string, value: string, values: Record<string, unknown>][] = [
  [
    "by a load balancer",
    "services.neo4j.enabled",
    "true",
    { services: { neo4j: { enabled: true } } },
  ],
  [
    "by a node's port",
    "services.default.spec.type",
    '"NodePort"',
    { services: { default: { spec: { type: "NodePort" } } } },
  ],
  [
    "by another service",
    "services.internals.type",
    '"LoadBalancer"',
    { services: { internals: { type: "LoadBalancer" } } },
  ],
  [
    "by a foreign address",
    "services.admin.spec.externalIPs",
    '["203.0.113.7"]',
    { services: { admin: { spec: { externalIPs: ["203.0.113.7"] } } } },
  ],
  [
    "by a port of the node's address",
    "podSpec.containers[0].ports[0].hostPort",
    "7687",
    { podSpec: { containers: [{ name: "proxy", image: "neo4j:5", ports: [{ hostPort: 7687 }] }] } },
  ],
];

const OPTIONS = [
  "-agentlib:jdwp=transport=dt_socket,server=y,address=*:5005",
  "-agentpath:/tmp/agent.so",
  "-javaagent:/plugins/agent.jar",
  "-Xrunjdwp:server=y",
  "-Xdebug",
  "-Xbootclasspath/a:/plugins/x.jar",
  "-XX:OnOutOfMemoryError=/plugins/run",
  "-XX:OnError=/plugins/run",
  "-XX:Flags=/plugins/flags",
  "-XX:VMOptionsFile=/plugins/options",
  "-XX:+EnableDynamicAgentLoading",
  "-Dcom.sun.management.jmxremote.port=3637",
  "@/plugins/options",
];

const SIDECAR = { name: "sidecar", image: "neo4j:5.26.30-enterprise" };
const CONTEXTS: [path: string, shown: string, values: Record<string, unknown>][] = [
  [
    "containerSecurityContext.privileged",
    "true",
    { containerSecurityContext: { privileged: true } },
  ],
  [
    "containerSecurityContext.allowPrivilegeEscalation",
    "true",
    { containerSecurityContext: { allowPrivilegeEscalation: true } },
  ],
  ["securityContext.runAsUser", "0", { securityContext: { runAsUser: 0 } }],
  ["securityContext.runAsGroup", '"0"', { securityContext: { runAsGroup: "0" } }],
  ["securityContext.runAsNonRoot", "false", { securityContext: { runAsNonRoot: false } }],
  ["securityContext", "null", { securityContext: null }],
  ["containerSecurityContext", "null", { containerSecurityContext: null }],
  [
    "podSpec.containers[0].securityContext.capabilities.add",
    '["SYS_PTRACE"]',
    {
      podSpec: {
        containers: [{ ...SIDECAR, securityContext: { capabilities: { add: ["SYS_PTRACE"] } } }],
      },
    },
  ],
  [
    "securityContext.runAsUser",
    "null, as is runAsNonRoot",
    { securityContext: { runAsUser: null, runAsNonRoot: null } },
  ],
  [
    "volumes.logs.dynamic.setOwnerAndGroupWritableFilePermissions",
    '"false"',
    { volumes: { logs: { dynamic: { setOwnerAndGroupWritableFilePermissions: "false" } } } },
  ],
  ["podSpec.hostPID", "true", { podSpec: { hostPID: true } }],
  ["podSpec.hostIPC", "true", { podSpec: { hostIPC: true } }],
];

/** A server that lets more people, more code or more networks in. */
export const SERVER: Attack[] = [
  inProduction(
    "any number of guesses at a password",
    "unlimited-logins",
    at("auth_max_failed_attempts"),
    marked("is 0, which means no limit", "passwords can be tried without a limit"),
    config("auth_max_failed_attempts", "0"),
  ),
  inProduction(
    "the rights of the server by any procedure",
    "unrestricted-procedures",
    at("procedures.unrestricted"),
    marked("holds *, every procedure and function", "procedures run without the checks of roles"),
    config("procedures.unrestricted", "apoc.meta.*, *"),
  ),
  inProduction(
    "data over HTTP without a login",
    "open-http-paths",
    at("http_auth_allowlist"),
    marked('is "/,/db/.*"', "HTTP paths are open without a login"),
    config("http_auth_allowlist", "/,/db/.*"),
  ),
  ...WAYS.map(([way, path, value, values]) =>
    inProduction(
      `a way to Neo4j from outside ${way}`,
      "load-balancer",
      `values.${path}`,
      marked(`is ${value}`, OUTSIDE),
      published(values),
    ),
  ),
  ...OPTIONS.map((option) =>
    inProduction(
      `code inside the server by ${option}`,
      "debug-agent",
      "values.jvm.additionalJvmArguments[0]",
      marked(`holds ${JSON.stringify(option)}`, AGENT),
      { values: { jvm: { additionalJvmArguments: [`-Xss2m ${option}`] } } },
    ),
  ),
  ...CONTEXTS.map(([path, shown, values]) =>
    inProduction(
      `root or the node by ${path} ${shown}`,
      "privileged-pod",
      `values.${path}`,
      marked(`is ${shown}`, MIGHTY),
      { values },
    ),
  ),
  inProduction(
    "a folder of the node",
    "privileged-pod",
    "values.additionalVolumes[0].hostPath",
    marked("mounts a folder of the node", MIGHTY),
    { values: { additionalVolumes: [{ name: "node", hostPath: { path: "/" } }] } },
  ),
  inProduction(
    "a server that somebody else built",
    "foreign-image",
    "values.image.customImage",
    marked('is "registry.example.com/neo4j:5.26.30-enterprise"', FOREIGN),
    { values: { image: { customImage: "registry.example.com/neo4j:5.26.30-enterprise" } } },
  ),
  inProduction(
    "a server that somebody else built, by the parts of an image",
    "foreign-image",
    "values.image",
    marked('is "registry.example.com/neo4j"', FOREIGN),
    { values: { image: { registry: "registry.example.com", repository: "neo4j", tag: "5" } } },
  ),
  ...REPOSITORIES.map((repository) =>
    inProduction(
      `everything beside the data by the chart of ${repository}`,
      "foreign-chart",
      "chart.repository",
      marked(`is ${JSON.stringify(repository)}, which is not Neo4j's own`, CHART),
      { chart: { repository } },
    ),
  ),
  ...(
    [
      [
        "additionalVolumeMounts[0].mountPath",
        { additionalVolumeMounts: [{ mountPath: "/plugins" }] },
      ],
      [
        "secretMounts.x.mountPath",
        { secretMounts: { x: { mountPath: "/var/lib/neo4j/plugins/x.jar" } } },
      ],
      ["volumes.plugins", { volumes: { plugins: { mode: "share", share: { name: "mine" } } } }],
    ] as const
  ).map(([path, values]) =>
    inProduction(
      `code inside the server by plugins of ${path}`,
      "debug-agent",
      `values.${path}`,
      marked("mounts plugins, whose code runs in the server", AGENT),
      { values },
    ),
  ),
  inProduction(
    "a container beside the data",
    "foreign-image",
    "values.podSpec.initContainers[0].image",
    marked('is "neo4j.example.com:5"', FOREIGN),
    { values: { podSpec: { initContainers: [{ name: "x", image: "neo4j.example.com:5" }] } } },
  ),
];

const BALANCER = { services: { neo4j: { enabled: true } } };

/** Neo4j is published under a waiver; these are refused beside it. */
export const PLAINTEXT: Attack[] = [
  inProduction(
    "passwords and tokens on the wire, by Bolt",
    "plaintext",
    "values.ssl.bolt",
    marked("has no privateKey.secretName, while Neo4j is published", PLAIN),
    published({ ...BALANCER, ssl: { https: TLS.https } }),
  ),
  inProduction(
    "passwords and tokens on the wire, by Bolt that asks for TLS without demanding it",
    "plaintext",
    'config["server.bolt.tls_level"]',
    marked("is OPTIONAL, while Neo4j is published", PLAIN),
    published(BALANCER, { "server.bolt.tls_level": " optional " }),
  ),
  inProduction(
    "passwords and tokens on the wire, by HTTP",
    "plaintext",
    'config["server.http.enabled"]',
    marked("is not false, while Neo4j is published", PLAIN),
    published(BALANCER, { "server.http.enabled": "true" }),
  ),
].map((attack) => ({
  ...attack,
  settings: {
    ...attack.settings,
    waivers: [
      ...(attack.settings.waivers as object[]),
      { rule: "load-balancer", until: "2026-12-31", reason: "agreed with security in November" },
    ],
  },
}));
