import { expect, test } from "vitest";
import { walk } from "../../../../access/tree.ts";
import { valuesFindings } from "../../../../components/neo4j/values/findings.ts";
import { mergeValues } from "../../../../components/neo4j/values/values.ts";

const CONTEXT = { trust: false, authSecret: "db-auth" };

/** Top-level values in the official chart's values.yaml, 5.14 to 2026.6. */
const OFFICIAL = `additionalVolumeMounts additionalVolumes analytics apoc_config apoc_credentials
  clusterDomain config configImport containerSecurityContext disableLookups env fullnameOverride image
  jvm ldapPasswordFromSecret ldapPasswordMountPath livenessProbe logInitialPassword logging
  nameOverride neo4j nodeSelector podDisruptionBudget podSpec readinessProbe secretMounts
  securityContext serviceMonitor services ssl startupProbe statefulset volumes`.split(/\s+/);

test.each(OFFICIAL)("another spelling of %s is told the right one", (name) => {
  const [finding] = valuesFindings({ [`${name.toUpperCase()}_`]: {} }, CONTEXT);
  expect(finding).toMatchObject({
    code: "values-chart",
    message: `is no Helm value of the chart; ${name} is`,
    fix: `write ${name}`,
  });
});

test("names that only a newer chart may know are taken", () => {
  expect(valuesFindings({ broughtByANewerChart: { a: 1 } }, CONTEXT)).toEqual([]);
});

test("a finding hides those further inside, and none beside it", () => {
  const values = { neo4j: { password: "hunter2", Password: "hunter2" }, config: { a: "$(b)" } };
  expect(valuesFindings(values, CONTEXT).map(({ at }) => at.join("."))).toEqual([
    "config",
    "neo4j.password",
    "neo4j.Password",
  ]);
});

test.each([
  {
    jvm: {
      additionalJvmArguments: [
        "-Djavax.net.ssl.trustStore=/a",
        "-Djavax.net.ssl.trustStorePassword=b",
      ],
    },
  },
  { podSpec: { annotations: { "example.com/token": "x" }, labels: { secret: "y" } } },
  { ldapPasswordFromSecret: "ldap", env: { LEVEL: "1" } },
  {
    podSpec: {
      containers: [{ name: "c", volumeMounts: [{ name: "mine", mountPath: "/config" }] }],
    },
  },
  { podSpec: { containers: [{ name: "c", envFrom: [{ secretRef: { name: "mine" } }] }] } },
  { additionalVolumes: [{ name: "mine", secret: { secretName: "mine" } }] },
  {
    additionalVolumeMounts: [{ name: "mine", mountPath: "/plugins/" }, { mountPath: "/databases" }],
  },
  { apoc_config: { "apoc.trigger.enabled": "true" } },
])("takes %j", (values) => {
  expect(valuesFindings(values, CONTEXT)).toEqual([]);
});

test("merging joins maps and lists, replaces the rest, and changes neither side", () => {
  const base = { a: { b: [1], c: 1, d: { e: 1 } } };
  const addition = { a: { b: [2], c: 2, d: "x" }, f: null };
  expect(mergeValues(base, addition)).toEqual({ a: { b: [1, 2], c: 2, d: "x" }, f: null });
  expect(base).toEqual({ a: { b: [1], c: 1, d: { e: 1 } } });
  expect(addition).toEqual({ a: { b: [2], c: 2, d: "x" }, f: null });
});

test("walking visits maps and lists from the top down", () => {
  const seen = walk({ a: [{ b: 1 }] }, (value, at) => [[at.join("."), typeof value]]);
  expect(seen).toEqual([
    ["", "object"],
    ["a", "object"],
    ["a.0", "object"],
    ["a.0.b", "number"],
  ]);
});
