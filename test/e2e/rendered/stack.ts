import fc from "fast-check";
import { inputsOf } from "../../support/pulumi.ts";
import { parse, productionSettings, validSettings } from "../../support/settings.ts";
import { recordProgram, stackSettings } from "../../support/stack.ts";
import type { Tree } from "./helm.ts";
import { hostileValues } from "./values.ts";

/** What a Pod may be given only under a waiver, or with a warning. */
const RULES = ["debug-agent", "foreign-image", "load-balancer", "plaintext", "privileged-pod"];

const WAIVERS = RULES.map((rule) => ({
  rule,
  until: "2026-12-31",
  reason: "agreed with security in November",
}));

/** Settings with Helm values of the user's own. */
export interface Stack {
  kind: "any" | "production" | "waived";
  /** True: Neo4j trusts a private CA, which takes an init container and a volume. */
  trust: boolean;
  values: Tree;
}

/** Stacks whose settings the product accepts, whatever they ask for. */
export const acceptedStacks: fc.Arbitrary<Stack> = fc
  .record({
    kind: fc.constantFrom("any", "any", "production", "waived"),
    trust: fc.boolean(),
    values: hostileValues,
  })
  .filter(isAccepted);

function isAccepted(stack: Stack): boolean {
  try {
    parse(settingsOf(stack));
    return true;
  } catch {
    return false;
  }
}

function settingsOf({ kind, trust, values }: Stack): Tree {
  const { neo4j } = stackSettings("full") as { neo4j: { trustedCertificates: string[] } };
  const { trustedCertificates } = neo4j;
  const changes = { neo4j: { license: "yes", values, ...(trust ? { trustedCertificates } : {}) } };
  if (kind === "any") return validSettings(changes);
  return productionSettings({ ...changes, ...(kind === "waived" ? { waivers: WAIVERS } : {}) });
}

/** The rules that a stack may break, as a waiver or a warning says so. */
export function brokenRules(stack: Stack): readonly string[] {
  if (stack.kind === "waived") return RULES;
  return parse(settingsOf(stack)).warnings.map(({ code }) => code.replace("production-", ""));
}

/** The Helm values that the program declares for a stack. */
export async function releaseValues(stack: Stack): Promise<Tree> {
  const { resources } = await recordProgram(settingsOf(stack));
  return inputsOf(resources, "neo4j-release").values as Tree;
}
