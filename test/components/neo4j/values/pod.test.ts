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

  test.each<[covered: string, paths: string[]]>([
    [
      "what the program mounts there",
      [
        ...["/config/neo4j-auth", "/config/neo4j.conf", "/config/apoc.conf", "/config/"],
        ...["/data", "/data/", "/data/dbms", "/plugins/../data", "/.."],
      ],
    ],
    [
      "what the server runs",
      [
        ...["/startup", "/var/lib", "/var/lib/neo4j/bin", "/var/lib/neo4j/truststore", "/opt"],
        ...["/opt/java/openjdk/lib/security", "/etc/ld.so.preload", "/usr/bin", "/lib64", "/proc"],
        "/var/lib/neo4j/certificates/bolt",
      ],
    ],
  ])("may not cover %s", (covered, paths) => {
    const fix = "mount it elsewhere; settings belong into `config`";
    for (const path of paths) {
      expect(mounted(path), path).toEqual([derived(`would cover ${covered}`, fix, ...at)]);
    }
  });

  test.each([
    ...["/plugins", "/plugins/", "/data-2", "/var/lib/neo4j/import", "/a.b_c-d/e", "/opt/mine"],
    ...["/config/ldap", "/library", "/users"],
    ...["licenses", "logs", "metrics", "plugins"].map((name) => `/var/lib/neo4j/${name}/mine`),
  ])("may be at %s", (path) => {
    expect(mounted(path)).toEqual([]);
  });

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

describe.each(VOLUMES)("the volume %s", (name) => {
  test.each<[values: Record<string, unknown>, at: (string | number)[]]>([
    [
      { additionalVolumeMounts: [{ name, mountPath: "/import" }] },
      ["additionalVolumeMounts", 0, "name"],
    ],
    [{ volumes: { import: { share: { name } } } }, ["volumes", "import", "share", "name"]],
  ])("stays where the server needs it: %j", (values, at) => {
    const message = "is a volume of the program's, which is mounted where the server needs it";
    const fix = `${at.includes("share") ? "share" : "mount"} a volume of your own`;
    expect(judge(values)).toEqual([derived(message, fix, ...at)]);
  });

  test.each(["volumes", "secretMounts", "ssl"])("is the program's own as a key of %s", (place) => {
    expect(judge({ [place]: { [name]: {} } })).toEqual([
      derived("is the program's own volume", "rename it", place, name),
    ]);
  });
});

describe("the files of the database", () => {
  const message = "would show the files of the database in another place";
  const mounted = (mount: object) =>
    judge({ additionalVolumeMounts: [{ name: "data", mountPath: "/mine", ...mount }] });

  test.each([{}, { subPath: "data" }, { subPath: "./data/x" }, { subPathExpr: "$(X)" }])(
    "are not mounted once more with %j",
    (mount) => {
      const fix = "add a subPath of its own";
      expect(mounted(mount)).toEqual([derived(message, fix, "additionalVolumeMounts", 0)]);
    },
  );

  test.each([
    [{ disableSubPathExpr: true }, "disableSubPathExpr", "remove it"],
    [{ subPathExpr: "data" }, "subPathExpr", "begin it with the name of the volume"],
    [{ subPathExpr: "x/../." }, "subPathExpr", "begin it with the name of the volume"],
  ])("are not shared with %j", (volume, key, fix) => {
    expect(judge({ volumes: { import: volume } })).toEqual([
      derived(message, fix, "volumes", "import", key),
    ]);
  });

  test("leave room for folders beside them", () => {
    expect(mounted({ subPath: "mine" })).toEqual([]);
    const share = { mode: "share", share: { name: "data" } };
    expect(judge({ volumes: { import: share, more: { ...share, subPathExpr: "more" } } })).toEqual(
      [],
    );
    const volumeMounts = [{ name: "data", mountPath: "/mine" }];
    expect(judge({ podSpec: { containers: [{ name: "c", volumeMounts }] } })).toEqual([]);
  });
});

test.each([
  ["config", "what the program mounts there"],
  ["startup", "what the server runs"],
  ["etc", "what the server runs"],
])("the volume %s would cover %s", (key, covered) => {
  expect(judge({ volumes: { [key]: { mode: "share" } } })).toEqual([
    derived(`would cover ${covered}`, "rename it", "volumes", key),
  ]);
});

test.each(["volumes", "secretMounts", "ssl"])("a key of %s is the name of a volume", (place) => {
  for (const key of ["../config", "config/neo4j.conf", ".x", ".."]) {
    expect(judge({ [place]: { [key]: {} } }), key).toEqual([
      {
        code: "values-chart",
        at: [place, key],
        message: "is no name of a volume",
        allowed: "values that the chart reads as they are meant",
        fix: "write lower-case letters, digits and - only",
      },
    ]);
  }
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
