import { z } from "zod";
import { DEFAULTS } from "../../../access/defaults.ts";
import { PROVIDER_ID_ALLOWED, PROVIDER_ID_PATTERN } from "../../../access/provider-id.ts";
import { NEO4J_CHART_VERSION, NEO4J_CHARTS } from "../../../components/neo4j/chart.ts";
import { SERVER_DEFAULTS } from "../../../components/neo4j/release-args.ts";
import { httpsUrl, label, text, whole } from "./fields.ts";

const quantity = (code: string, example: string) =>
  text({
    code,
    pattern: /^[0-9]+(\.[0-9]+)?(m|[KMGTP]i?)?$/,
    allowed: `a Kubernetes quantity such as ${example}`,
    fix: "write it as Kubernetes does",
  });

const path = (code: string, fix: string) =>
  text({
    code,
    pattern: /^(?!.*:\/\/)(?=.*\S)[^\p{Cc}]+$/u,
    allowed: "a path of this machine, not a URL",
    fix,
  });

const chartSchema = z
  .strictObject({
    version: text({
      code: "chart-version",
      pattern: /^(5\.(1[4-9]|[2-9][0-9])|20(2[5-9]|[3-9][0-9])\.([1-9]|1[0-2]))\.(0|[1-9][0-9]*)$/,
      allowed: "a version from 5.14.0 on without leading zeros, e.g. 5.26.30 or 2026.6.0",
      fix: "pin one version of the chart, as helm search repo neo4j/neo4j --versions lists it",
    })
      .default(NEO4J_CHART_VERSION)
      .describe(
        "Version of the official chart, which brings its own version of Neo4j: chart 2026.6.0 carries Neo4j 2026.06.0. A change updates and restarts the server.",
      ),
    repository: httpsUrl("chart-repository", "serve it over https, or give the chart's path")
      .default(NEO4J_CHARTS)
      .describe(
        "Chart repository. Whoever serves another one, a mirror included, decides everything that runs beside the data: rule `foreign-chart`.",
      ),
    path: path("chart-path", "fetch the chart first, or give its repository and version")
      .optional()
      .describe(
        "A chart in a local folder or archive, used instead of version and repository. No rule concerns it: it is code, reviewed as the program is.",
      ),
  })
  .prefault({})
  .describe("The Helm chart.");

const adminEvidenceSchema = z
  .strictObject({
    file: path("admin-evidence-file", "fetch it first, and name the file")
      .optional()
      .describe("The file, from the project's folder on. Default: `admin-evidence.<stack>.json`."),
    maxAgeHours: whole("admin-evidence-age", 1, 168, "hours")
      .default(24)
      .describe("How old it may be, in hours."),
  })
  .prefault({})
  .describe(
    "Proof that an administrator gets in with a token, as `npm run verify -- --admin-evidence` writes it. Only the change of `nativeLogin` to false on a running server asks for it.",
  );

const scalar = z.union([z.string(), z.boolean(), z.number()]).transform(String);

const neo4jFields = {
  providerId: text({
    code: "provider-id",
    pattern: PROVIDER_ID_PATTERN,
    allowed: PROVIDER_ID_ALLOWED,
    fix: "choose an id of that form; Neo4j reads a dot as the end of the id",
  })
    .default(DEFAULTS.providerId)
    .describe("Id of the OIDC provider in Neo4j, without `oidc-`."),
  namespace: label("namespace")
    .default("neo4j")
    .describe("Kubernetes namespace. A change replaces the release, and with it the data."),
  createNamespace: z
    .boolean()
    .default(SERVER_DEFAULTS.createNamespace)
    .describe("False: the namespace exists already, and stays when the stack is destroyed."),
  release: label("release-name", 53)
    .default("neo4j")
    .describe("Helm release name, and so the name of the Service. A change replaces the release."),
  license: z
    .enum(["eval", "yes"])
    .describe(
      'The licence that you accept: `eval` to evaluate, `"yes"` for the Neo4j Enterprise licence.',
    ),
  chart: chartSchema,
  nativeLogin: z
    .boolean()
    .default(SERVER_DEFAULTS.nativeLogin)
    .describe(
      "False: only tokens open the database; the break-glass password does not. A running server goes there with `adminEvidence` only.",
    ),
  adminEvidence: adminEvidenceSchema,
  otherProviders: z
    .array(
      text({
        code: "other-provider",
        pattern: /^(ldap|oidc-[a-z][a-z0-9-]{0,62})$/,
        allowed: "ldap, or oidc- and a provider id",
        fix: "list each provider once; ours and native are put in by the program",
      }),
    )
    .default([])
    .describe(
      "Further authentication providers, e.g. `oidc-okta` for people, tried after ours and before `native`. Their settings go under `config`.",
    ),
  storage: z
    .strictObject({
      size: quantity("storage-size", "10Gi")
        .default(SERVER_DEFAULTS.storage.size)
        .describe("Size of the data volume."),
      className: text({
        code: "storage-class",
        pattern: /^(?=.{1,253}$)[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/,
        allowed: 'lower-case letters, digits, "-" and "."',
        fix: "list the classes of the cluster with kubectl get storageclass",
      })
        .optional()
        .describe("Storage class. Default: the cluster's default class."),
    })
    .prefault({})
    .describe("The volume of the database."),
  resources: z
    .strictObject({
      cpu: quantity("cpu", "1000m")
        .default(SERVER_DEFAULTS.resources.cpu)
        .describe("CPU; at least 500m."),
      memory: quantity("memory", "2Gi")
        .default(SERVER_DEFAULTS.resources.memory)
        .describe("Memory; at least 2Gi."),
    })
    .prefault({})
    .describe("What the server may use."),
  trustedCertificates: z
    .array(z.string())
    .default([])
    .describe(
      "Certificates of a private CA, in PEM, that Neo4j has to trust beside the public ones to fetch the discovery document and the keys.",
    ),
  config: z
    .record(z.string(), scalar)
    .prefault({})
    .describe("Further Neo4j settings. They may not contradict those that the program derives."),
  values: z
    .record(z.string(), z.unknown())
    .default({})
    .describe("Further Helm values, merged under rules that protect the derived ones."),
  timeoutSeconds: whole("timeout", 30, 7200, "seconds")
    .default(SERVER_DEFAULTS.timeoutSeconds)
    .describe("How long `up` waits for the server to become ready."),
};

/** The setting `neo4j`. */
export const neo4jSchema = z.strictObject(neo4jFields).describe("The Neo4j server on Kubernetes.");
