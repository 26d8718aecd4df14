import type { Finding, Path } from "../../../access/finding.ts";
import { isMap, walk } from "../../../access/tree.ts";
import { textFinding } from "../config/value.ts";
import { coveredBy } from "./folders.ts";
import { valuesFinding } from "./guards.ts";
import { inContainer } from "./places.ts";
import type { Values } from "./values.ts";

const OWN_CONTAINERS = ["neo4j", "okta-truststore"];

/**
 * Objections to values that would reach the program's part of the Pod: its files, its containers and
 * the break-glass Secret. They are judged by their shape, wherever they stand, as
 * each version of the chart brings new places.
 *
 * @param authSecret name of the break-glass Secret.
 */
export function podFindings(values: Values, authSecret: string): Finding[] {
  return walk(values, (value, at) =>
    typeof value === "string" ? textFindings(value, at, authSecret) : partFindings(value, at),
  );
}

function textFindings(text: string, at: Path, authSecret: string): Finding[] {
  const key = String(at.at(-1));
  if (text.trim() === authSecret) {
    const message = "names the break-glass Secret, which holds the password of the user neo4j";
    return [valuesFinding("values-secret", at, message, "use a Secret of your own")];
  }
  if (at[0] === "apoc_config") {
    const finding = textFinding(text);
    return finding === undefined ? [] : [{ ...finding, at }];
  }
  if (!/mount_?path$/i.test(key) || inContainer(at)) return [];
  if (!/^(\/[\w.-]+)+\/?$/.test(text)) {
    const message = "is no plain path; the chart writes it into a command";
    return [valuesFinding("values-chart", at, message, "write an absolute path of plain names")];
  }
  const covered = coveredBy(text);
  return covered === undefined ? [] : [derived(at, `would cover ${covered}`, ELSEWHERE)];
}

const ELSEWHERE = "mount it elsewhere; settings belong into `config`";

function partFindings(value: unknown, at: Path): Finding[] {
  if (at.at(-1) === "envFrom" && !inContainer(at)) {
    const message = "would bring in variables that decide where Neo4j is configured";
    return [derived(at, message, "remove it, and write single variables into env")];
  }
  if (!isMap(value)) return [];
  return /containers$/i.test(String(at.at(-2))) &&
    OWN_CONTAINERS.some((name) => name === value.name)
    ? [derived([...at, "name"], "is the program's own container", "rename it")]
    : [];
}

function derived(at: Path, message: string, fix: string): Finding {
  return valuesFinding("values-derived", at, message, fix);
}
