import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { closeChart, openChart, refusal, template, type Values } from "./chart.ts";

beforeAll(openChart);
afterAll(closeChart);

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
