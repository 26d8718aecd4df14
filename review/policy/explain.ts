import { Neo4jOktaError } from "../../access/errors.ts";
import { meant } from "../../access/meant.ts";
import type { Rule } from "../../policy/rule.ts";
import { ALL_RULES } from "../../policy/rules/index.ts";
import { wrap } from "../reports/lines.ts";

/**
 * What a rule wants, why, and how it is configured.
 *
 * @throws Neo4jOktaError `policy-rule-unknown`
 */
export function explain(name: string): string {
  const rule = ALL_RULES.find((one) => one.name === name);
  if (rule !== undefined) return page(rule);
  const names = ALL_RULES.map((one) => one.name);
  const guess = meant(name, names);
  const hint = guess === undefined ? `the rules are ${names.join(", ")}` : `did you mean ${guess}?`;
  throw new Neo4jOktaError("policy-rule-unknown", `The pack has no rule ${name}; ${hint}`);
}

function page(rule: Rule): string {
  const { name, description, why, fix, level, production = level, owasp, tags, config } = rule;
  const configured = Object.entries(config ?? {}).map(([key, schema]) =>
    wrap(`- ${key}: ${schema.description} Default: ${JSON.stringify(schema.default)}.`, 2),
  );
  return `${[
    name,
    wrap(description, 2),
    wrap(`Why: ${why}`, 2),
    wrap(`Way out: ${fix}.`, 2),
    wrap(`Level: ${level}; with policy/production.json: ${production}.`, 2),
    wrap(`OWASP Non-Human Identities (2025) ${owasp}; ${tags.join(", ")}.`, 2),
    wrap(`Reads: ${"types" in rule ? rule.types.join(", ") : "the whole stack"}.`, 2),
    ...(configured.length === 0 ? [] : ["  Configuration:", ...configured]),
  ].join("\n")}\n`;
}
