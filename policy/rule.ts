import type { PolicyConfigJSONSchema } from "@pulumi/policy/schema.js";
import type { Stack } from "./stack.ts";
import type { Subject } from "./subject.ts";

/** A rule whose condition does not hold. */
export interface Breach {
  /** The property, below the resource. */
  at: string;
  /** What it is now; left out where it could be a secret, or is nothing. */
  value?: unknown;
  /** Why that is refused, as the end of a sentence that begins with property and value. */
  reason: string;
  /** What to do. Default: the rule's. */
  fix?: string;
}

/** A breach somewhere in a stack. */
export interface StackBreach extends Breach {
  /** The resource that it is reported at. Default: the stack. */
  urn?: string;
}

/** What a rule is told besides the resources. */
export interface Context {
  /** The rule's configuration, defaults filled in. */
  config: Readonly<Record<string, unknown>>;
  /** The day, YYYY-MM-DD, UTC. */
  today: string;
}

/** Who a rule concerns, why, and how strictly. */
export interface RuleFacts {
  /** Stable: configuration and waivers go by it. */
  name: string;
  /** What holds, as a sentence. */
  description: string;
  /** What happens where it does not hold, as a sentence. */
  why: string;
  /** What to do about it, as the end of a sentence. */
  fix: string;
  level: "mandatory" | "advisory" | "disabled";
  /** The level that `policy/production.json` sets. Default: the same. */
  production?: "mandatory";
  /** Risk of the OWASP Non-Human Identities Top 10 (2025). */
  owasp: `NHI${number}`;
  /** Controls of NIST SP 800-53 (revision 5), and RFCs. */
  tags: readonly string[];
  /** Configuration beside `waivers`, which every rule has. Default: none. */
  config?: Readonly<Record<string, PolicyConfigJSONSchema>>;
}

/** A rule about one resource; it is judged before the resource is made or changed. */
export interface ResourceRule extends RuleFacts {
  /** Pulumi's type tokens of the resources that it looks at. */
  types: readonly string[];
  judge(subject: Subject, context: Context): readonly Breach[];
}

/** A rule about a whole stack; it is judged after a preview, and after an update. */
export interface StackRule extends RuleFacts {
  judgeStack(stack: Stack, context: Context): readonly StackBreach[];
}

/** A rule of the pack. */
export type Rule = ResourceRule | StackRule;
