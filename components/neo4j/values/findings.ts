import { posix } from "node:path";
import type { Finding, Path } from "../../../access/finding.ts";
import { CHART_VALUES } from "../chart.ts";
import { guardFindings, valuesFinding } from "./guards.ts";
import { secretFindings } from "./secrets.ts";
import { isMap, type Values, valueAt } from "./values.ts";

/**
 * Objections to Helm values that a user adds: they may not replace what the program derives, by
 * whatever spelling or route, and may not carry secrets. No value is repeated in a message.
 *
 * @param context `trust` is true when the program adds the trust in a private CA.
 */
export function valuesFindings(values: Values, context: { trust: boolean }): Finding[] {
  const found = [
    ...guardFindings(values),
    ...misspelledNames(values),
    ...environment(values),
    ...volumeNames(values),
    ...mounts(values),
    ...(context.trust ? trustStore(values) : []),
    ...secretFindings(values),
  ];
  return found.filter(({ at }, index) => !found.slice(0, index).some((first) => within(at, first)));
}

function within(at: Path, { at: outer }: Finding): boolean {
  return outer.every((step, index) => step === at[index]);
}

/** The chart has no schema, so Helm drops another spelling silently. */
function misspelledNames(values: Values): Finding[] {
  return Object.keys(values).flatMap((key) => {
    if (CHART_VALUES.includes(key)) return [];
    const meant = CHART_VALUES.find((known) => spelling(known) === spelling(key));
    if (!key.includes(".") && meant === undefined) return [];
    const [guess, fix] = meant
      ? [`${meant} is`, `write ${meant}`]
      : ["it looks like a Neo4j setting", "move it to `config`"];
    const message = `is no Helm value of the chart; ${guess}`;
    return [valuesFinding("values-chart", [key], message, fix)];
  });
}

function spelling(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^a-z0-9]/g, "")
    .replace(/s$/, "");
}

/** The chart copies `env` into a ConfigMap, beside variables of its own. */
function environment({ env }: Values): Finding[] {
  if (!isMap(env)) return [];
  return Object.entries(env).flatMap(([name, value]) => {
    const at = ["env", name];
    if (/pass|secret|token|auth|credential/i.test(name)) {
      const message = "would put a secret into the Helm release in the clear";
      return [valuesFinding("values-secret", at, message, "mount a Kubernetes Secret instead")];
    }
    if (/^(NEO4J_|K8S_NEO4J_|EXTENDED_CONF$)/i.test(name)) {
      const message = "is a variable of the chart, which would decide where Neo4j is configured";
      return [valuesFinding("values-derived", at, message, "remove it, and use `config`")];
    }
    if (typeof value === "string") return [];
    return [
      valuesFinding("values-chart", at, "is not text, as a ConfigMap demands", "put it in quotes"),
    ];
  });
}

/** Mount paths of what the chart and the program mount. */
const MOUNTED = ["/config/neo4j.conf", "/config/neo4j-auth", "/var/lib/neo4j/truststore"];

function mounts(values: Values): Finding[] {
  const { additionalVolumeMounts: list, secretMounts } = values;
  const found = [
    ...(Array.isArray(list) ? list : []).map((mount, index) => ({
      mount,
      at: ["additionalVolumeMounts", index, "mountPath"],
    })),
    ...Object.entries(isMap(secretMounts) ? secretMounts : {}).map(([name, mount]) => ({
      mount,
      at: ["secretMounts", name, "mountPath"],
    })),
  ];
  return found
    .filter(({ mount }) => covers(valueAt(mount, ["mountPath"])))
    .map(({ at }) =>
      valuesFinding(
        "values-derived",
        at,
        "would cover what the program mounts there",
        "mount it elsewhere; settings belong into `config`",
      ),
    );
}

function covers(mountPath: unknown): boolean {
  if (typeof mountPath !== "string") return false;
  const path = posix.resolve("/", mountPath);
  return MOUNTED.some((own) => below(own, path) || below(path, own));
}

function below(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder === "/" ? "/" : `${folder}/`);
}

function volumeNames({ additionalVolumes }: Values): Finding[] {
  if (!Array.isArray(additionalVolumes)) return [];
  return additionalVolumes.flatMap((volume, index) => {
    const name = valueAt(volume, ["name"]);
    if (name !== "okta-ca" && name !== "okta-truststore") return [];
    const at = ["additionalVolumes", index, "name"];
    return [valuesFinding("values-derived", at, "is the program's own volume", "rename it")];
  });
}

/** Java takes the last one of two, and would lose the certificates. */
function trustStore(values: Values): Finding[] {
  const options = valueAt(values, ["jvm", "additionalJvmArguments"]);
  if (!Array.isArray(options)) return [];
  return options.flatMap((option, index) => {
    if (!String(option).includes("javax.net.ssl.trustStore")) return [];
    const at = ["jvm", "additionalJvmArguments", index];
    const fix = "remove it, and list the certificate in `trustedCertificates`";
    return [valuesFinding("values-derived", at, "would replace `trustedCertificates`", fix)];
  });
}
