import { pathText } from "../../access/finding.ts";
import { looksSecret } from "../../access/secret-text.ts";
import { walk } from "../../access/tree.ts";
import type { StackBreach, StackRule } from "../rule.ts";

const NAME = /(?:passw(?:or)?d|secret|token|api_?key|private_?key)$/i;

export const noSecretInOutputs: StackRule = {
  name: "no-secret-in-outputs",
  description: "A secret among the stack's outputs is marked as one.",
  why: "Whoever may read the state, or the log of a deployment, has it.",
  fix: "export it with pulumi.secret(...)",
  level: "mandatory",
  owasp: "NHI2",
  tags: ["IA-5", "SC-28"],
  config: {
    blinded: {
      type: "boolean",
      default: false,
      description:
        "True: the secrets of the state have been taken out, as npm run policy does. While Pulumi runs a pack, marked and plain secrets look the same, and the rule says nothing.",
    },
  },
  judgeStack: (stack, { config }) => {
    if (config.blinded !== true) return [];
    return stack.of("pulumi:pulumi:Stack").flatMap(({ urn, properties }) =>
      walk(properties, (value, path): StackBreach[] => {
        if (typeof value !== "string" || value === "") return [];
        if (!looksSecret(value) && !NAME.test(String(path.at(-1)))) return [];
        const reason = "is in the clear, and a secret by its name or its form";
        return [{ urn, at: pathText(path), reason }];
      }),
    );
  },
};
