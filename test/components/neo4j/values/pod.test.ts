import { describe, expect, test } from "vitest";
import { valuesFindings } from "../../../../components/neo4j/values/findings.ts";

const judge = (values: Record<string, unknown>, trust = false) =>
  valuesFindings(values, { trust, authSecret: "db-auth" });

const derived = (message: string, fix: string, ...at: (string | number)[]) => ({
  code: "values-derived",
  at,
  message,
  allowed: "values that the program does not derive",
  fix,
});

describe("a mount", () => {
  const mounted = (mountPath: string) => judge({ additionalVolumeMounts: [{ mountPath }] });
  const at = ["additionalVolumeMounts", 0, "mountPath"] as const;

  test.each([
    "/config/neo4j-auth",
    "/config/neo4j.conf",
    "/config/server-logs.xml",
    "/config/user-logs.xml",
    "/data",
    "/startup",
    "/var/lib/neo4j/bin",
    "/var/lib/neo4j/conf",
    "/var/lib/neo4j/lib",
    "/var/lib/neo4j/truststore",
    "/data/",
    "/data/dbms",
    "/plugins/../data",
    "/var/lib",
    "/..",
  ])("may not be at %s", (path) => {
    expect(mounted(path)).toEqual([
      derived(
        "would cover what the program mounts there",
        "mount it elsewhere; settings belong into `config`",
        ...at,
      ),
    ]);
  });

  test.each(["/plugins", "/plugins/", "/data-2", "/var/lib/neo4j/import", "/a.b_c-d/e"])(
    "may be at %s",
    (path) => {
      expect(mounted(path)).toEqual([]);
    },
  );

  test.each(["plugins", "/", "", "/a b", "/a//b", "/a;b", "/a:b", " /a", "/a\n"])(
    "is at no plain path at %j",
    (path) => {
      expect(mounted(path)).toEqual([
        {
          code: "values-chart",
          at,
          message: "is no plain path; the chart writes it into a command",
          allowed: "values that the chart reads as they are meant",
          fix: "write an absolute path of plain names",
        },
      ]);
    },
  );

  test.each(["MountPath", "newer_mount_path", "MOUNTPATH"])("is seen as %s too", (key) => {
    expect(judge({ analytics: { [key]: "/data" } })).toHaveLength(1);
    expect(judge({ analytics: { [`${key}s`]: "/data" } })).toEqual([]);
  });
});

const VOLUMES = [
  "neo4j-auth",
  "neo4j-conf",
  "neo4j-server-logs",
  "neo4j-user-logs",
  "okta-ca",
  "okta-truststore",
];

describe.each(VOLUMES)("the volume %s", (name) => {
  test.each(["additionalVolumes", "volumes"])("is the program's own in %s", (key) => {
    const values = key === "volumes" ? { volumes: { x: { name } } } : { [key]: [{ name }] };
    const place = key === "volumes" ? "x" : 0;
    expect(judge(values)).toEqual([
      derived("is the program's own volume", "rename it", key, place, "name"),
    ]);
  });

  test.each(["containers", "initContainers"])("is for the server, not for %s", (key) => {
    const volumeMounts = [{ name, mountPath: "/mine" }];
    expect(judge({ podSpec: { [key]: [{ name: "c", volumeMounts }] } })).toEqual([
      derived(
        "is a volume of the program's, which only the server may see",
        "give the container a volume of its own",
        ...["podSpec", key, 0, "volumeMounts", 0, "name"],
      ),
    ]);
  });
});

describe.each(["neo4j", "okta-truststore"])("the container %s", (name) => {
  test.each(["containers", "initContainers"])("is the program's own in %s", (key) => {
    expect(judge({ podSpec: { [key]: [{ name }] } })).toEqual([
      derived("is the program's own container", "rename it", "podSpec", key, 0, "name"),
    ]);
  });
});

test.each([
  { podSpec: { containers: [{ name: "okta-ca" }] } },
  { additionalVolumes: [{ name: "neo4j" }, "okta-ca"] },
  { additionalVolumeMounts: [{ name: "okta-ca", mountPath: "/mine" }] },
  { podSpec: { imagePullSecrets: [{ name: "neo4j" }] } },
  { podSpec: { volumesFrom: [{ name: "okta-ca" }] } },
  { podSpec: { containersFrom: [{ name: "neo4j" }] } },
])("a name is taken where it stands for something else: %j", (values) => {
  expect(judge(values)).toEqual([]);
});

test("variables from elsewhere may reach a sidecar, not the server", () => {
  const envFrom = [{ configMapRef: { name: "mine" } }];
  expect(judge({ podSpec: { containers: [{ name: "c", envFrom }] } })).toEqual([]);
  expect(judge({ podSpec: { envFrom } })).toEqual([
    derived(
      "would bring in variables that decide where Neo4j is configured",
      "remove it, and write single variables into env",
      ...["podSpec", "envFrom"],
    ),
  ]);
});

test("the break-glass Secret may stand nowhere", () => {
  expect(judge({ podSpec: { containers: [{ args: ["db-auth"] }] } })).toEqual([
    {
      code: "values-secret",
      at: ["podSpec", "containers", 0, "args", 0],
      message: "names the break-glass Secret, which holds the password of the user neo4j",
      allowed: "values without secrets",
      fix: "use a Secret of your own",
    },
  ]);
  expect(judge({ podSpec: { containers: [{ args: ["db-auth-2"] }] } })).toEqual([]);
});

test("a setting of APOC may not hold a line break", () => {
  expect(judge({ apoc_config: { "apoc.x": "a\nb" } })).toMatchObject([
    {
      code: "config-value",
      at: ["apoc_config", "apoc.x"],
      message: "holds a line break or control character",
    },
  ]);
});

test("with certificates of its own the program keeps the trust store", () => {
  const jvm = { additionalJvmArguments: ["-Xss2m", "-Djavax.net.ssl.trustStore=/x"] };
  expect(judge({ jvm }, true)).toEqual([
    derived(
      "would replace `trustedCertificates`",
      "remove it, and list the certificate in `trustedCertificates`",
      ...["jvm", "additionalJvmArguments", 1],
    ),
  ]);
  expect(judge({ jvm: { useNeo4jDefaultJvmArguments: true } }, true)).toEqual([]);
});
