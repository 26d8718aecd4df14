import type { Finding, Path } from "../../../access/finding.ts";
import { isSecretVariable } from "../../../access/secret-text.ts";
import { isMap, valueAt } from "../../../access/tree.ts";
import { CHART_VALUES } from "../chart.ts";
import { guardFindings, valuesFinding } from "./guards.ts";
import { podFindings } from "./pod.ts";
import { rawTextFindings } from "./raw-text.ts";
import { secret, secretFindings } from "./secrets.ts";
import type { Values } from "./values.ts";
import { volumeFindings } from "./volumes.ts";

/**
 * Objections to Helm values that a user adds: they may not replace what the program derives, by
 * whatever spelling or route, and may not carry secrets. No value is repeated in a message.
 *
 * @param context `trust` is true when the program adds the trust in a private CA; `authSecret` is
 * the name of the break-glass Secret.
 */
export function valuesFindings(
  values: Values,
  context: { trust: boolean; authSecret: string },
): Finding[] {
  const found = [
    ...guardFindings(values),
    ...misspelledNames(values),
    ...environment(values),
    ...ownLabels(values),
    ...volumeFindings(values),
    ...podFindings(values, context.authSecret),
    ...(context.trust ? trustStore(values) : []),
    ...secretFindings(values),
    ...rawTextFindings(values),
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

/** Variables by which an image, Java, the loader or a shell decides what runs and how. */
const CODE_VARIABLE =
  /^(NEO4J|K8S_NEO4J_|HELM_|SERVICE_NEO4J|EXTEN(DED_CONF|SION_SCRIPT)$|_?JAVA_|JDK_JAVA_|CLASSPATH|LD_|GCONV_PATH$|BASH|(SHELLOPTS|PS4|ENV|PATH|HOME|IFS)$)/i;

/** The chart copies `env` into a ConfigMap, beside variables of its own. */
function environment({ env }: Values): Finding[] {
  if (!isMap(env)) return [];
  return Object.entries(env).flatMap(([name, value]) => {
    const at = ["env", name];
    if (isSecretVariable(name)) return [secret(at)];
    if (CODE_VARIABLE.test(name)) {
      const message = "is a variable that decides what the server runs or how it is configured";
      return [valuesFinding("values-derived", at, message, "remove it, and use `config` or jvm")];
    }
    if (typeof value === "string") return [];
    return [
      valuesFinding("values-chart", at, "is not text, as a ConfigMap demands", "put it in quotes"),
    ];
  });
}

/** The Services find the Pod by these. */
function ownLabels(values: Values): Finding[] {
  const labels = valueAt(values, ["neo4j", "labels"]);
  return Object.keys(isMap(labels) ? labels : {})
    .filter((name) => name === "app" || name.startsWith("helm.neo4j.com/"))
    .map((name) => {
      const at = ["neo4j", "labels", name];
      return valuesFinding("values-derived", at, "is a label of the chart's own", "rename it");
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
