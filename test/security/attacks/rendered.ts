import { type Attack, byValues } from "./attack.ts";

const COVERS = "would cover what the program mounts there";
const RUNS = "would cover what the server runs";
const MOUNTED = "is a volume of the program's, which is mounted where the server needs it";
const DATA = "would show the files of the database in another place";

/** What shows only in the objects that the chart renders: paths, shares, templates, line breaks. */
export const RENDERED: Attack[] = [
  ...(
    [
      [
        "secretMounts.initContainers.mountPath",
        { secretMounts: { initContainers: { mountPath: "/var/lib/neo4j/lib" } } },
      ],
      ["newMounts[0].mountPath", { newMounts: [{ mountPath: "/var/lib/neo4j/lib" }] }],
      ["newer.mount_path", { newer: { mount_path: "/startup" } }],
      [
        "additionalVolumeMounts[0].mountPath",
        { additionalVolumeMounts: [{ mountPath: "/etc/ld.so.preload" }] },
      ],
      [
        "additionalVolumeMounts[0].mountPath",
        { additionalVolumeMounts: [{ mountPath: "/opt/java/openjdk/lib/security" }] },
      ],
      [
        "secretMounts.x.mountPath",
        { secretMounts: { x: { mountPath: "/var/lib/neo4j/certificates" } } },
      ],
      ["volumes.startup", { volumes: { startup: { mode: "share", share: { name: "mine" } } } }],
    ] as const
  ).map(([path, values]) =>
    byValues(
      `code in the server by ${path} ${JSON.stringify(values)}`,
      "values-derived",
      path,
      RUNS,
      values,
    ),
  ),
  ...(
    [
      [
        "additionalVolumeMounts[0].mountPath",
        { additionalVolumeMounts: [{ mountPath: "/config/apoc.conf" }] },
      ],
      ["volumes.config", { volumes: { config: { mode: "share", share: { name: "mine" } } } }],
    ] as const
  ).map(([path, values]) =>
    byValues(`the settings of APOC by ${path}`, "values-derived", path, COVERS, values),
  ),
  byValues(
    "a folder of the server by a volume that is called like a path",
    "values-chart",
    'volumes["var/lib/neo4j/lib"]',
    "is no name of a volume",
    { volumes: { "var/lib/neo4j/lib": { mode: "share", share: { name: "mine" } } } },
  ),
  ...(
    [
      [
        "additionalVolumeMounts[0].name",
        { additionalVolumeMounts: [{ name: "neo4j-auth", mountPath: "/import" }] },
      ],
      [
        "volumes.import.share.name",
        { volumes: { import: { mode: "share", share: { name: "neo4j-auth" } } } },
      ],
    ] as const
  ).map(([path, values]) =>
    byValues(
      `the break-glass password for everyone who may load files by ${path}`,
      "values-derived",
      path,
      MOUNTED,
      values,
    ),
  ),
  ...(
    [
      [
        "additionalVolumeMounts[0]",
        { additionalVolumeMounts: [{ name: "data", mountPath: "/import/x" }] },
      ],
      ["volumes.import.subPathExpr", { volumes: { import: { subPathExpr: "data" } } }],
      ["volumes.import.disableSubPathExpr", { volumes: { import: { disableSubPathExpr: true } } }],
    ] as const
  ).map(([path, values]) =>
    byValues(
      `the files of the database for everyone who may load files by ${path}`,
      "values-derived",
      path,
      DATA,
      values,
    ),
  ),
  byValues(
    "the break-glass password by a text that Helm runs as a template",
    "values-chart",
    "volumes.logs.selector.selectorTemplate.matchLabels.x",
    'holds "{{": the chart may run it as a template',
    {
      volumes: {
        logs: {
          mode: "selector",
          selector: {
            selectorTemplate: {
              matchLabels: {
                x: '{{ (lookup "v1" "Secret" "neo4j" "neo4j-auth").data.NEO4J_AUTH }}',
              },
            },
          },
        },
      },
    },
  ),
  ...(
    [
      ["podSpec.dnsPolicy", { podSpec: { dnsPolicy: "Default\nhostNetwork: true" } }],
      ["podSpec.dnsPolicy", { podSpec: { dnsPolicy: "Default\u2028hostNetwork: true" } }],
    ] as const
  ).map(([path, values]) =>
    byValues(
      `any field of the Pod by a line break in ${path} ${JSON.stringify(values)}`,
      "values-chart",
      path,
      "holds a line break or control character; the chart writes it into YAML",
      values,
    ),
  ),
  ...(
    [
      ['neo4j.labels["a: b\\nc"]', { neo4j: { labels: { "a: b\nc": "x" } } }],
      [
        'apoc_config["apoc.x=1\\napoc.initializer.neo4j"]',
        { apoc_config: { "apoc.x=1\napoc.initializer.neo4j": "RETURN 1" } },
      ],
    ] as const
  ).map(([path, values]) =>
    byValues(
      `another field or setting by a line break in the key ${path}`,
      "values-chart",
      path,
      "is no plain key; the chart writes it into YAML",
      values,
    ),
  ),
];
