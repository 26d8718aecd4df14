import { join, relative, sep } from "node:path";
import { type Change, KINDS } from "../../access/difference/change.ts";
import { CODES } from "../../access/difference/codes.ts";
import { jsonText } from "../../access/json.ts";
import { visible } from "../../access/visible.ts";
import { digestOf } from "../digest.ts";
import { explanation, type Report } from "../report.ts";

const SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/schemas/sarif-schema-2.1.0.json";

/**
 * The changes as results of code scanning (SARIF 2.1.0), each at the file of the stack's settings.
 *
 * @param project folder of the Pulumi project
 */
export function renderSarif({ stack, changes }: Report, project: string): string {
  const settings = relative("", join(project, `Pulumi.${stack}.yaml`));
  const uri = settings.split(sep).map(encodeURIComponent).join("/");
  const location = { artifactLocation: { uri }, region: { startLine: 1 } };
  const codes = [...new Set(changes.map(({ code }) => code))].sort();
  const rules = codes.map((id) => ({ id, shortDescription: { text: CODES[id] } }));
  const run = {
    tool: { driver: { name: "neo4j-okta review", rules } },
    // Results of one stack do not replace those of another.
    automationDetails: { id: `neo4j-okta-review/${visible(stack ?? "")}/` },
    results: changes.map((change) => ({
      ruleId: change.code,
      level: KINDS[change.category].level,
      message: { text: message(change) },
      locations: [{ physicalLocation: location }],
      partialFingerprints: { "accessChange/v1": digestOf({ stack, changes: [change] }) },
    })),
  };
  return jsonText({ $schema: SCHEMA, version: "2.1.0", runs: [run] });
}

/** A name cannot make a link of it, as `[text](address)` would be. */
function message(change: Change): string {
  const sentences = [`${change.sentence}.`, ...explanation(change)];
  return visible(sentences.join(" ")).replaceAll("](", "] (");
}
