import { readFileSync } from "node:fs";
import { type Finding, show } from "../access/finding.ts";
import { clientFindings } from "../access/okta-rights/client/client.ts";
import { IDENTITIES, type Plan, planSchema } from "../access/okta-rights/plan.ts";
import { identityFindings } from "./identity-findings.ts";
import { place, schemaFindings } from "./issues.ts";

/** What was read of a plan, and everything that is wrong with it. */
export interface PlanReading {
  /** Undefined for a file that is no plan at all. */
  plan?: Plan;
  findings: Finding[];
}

/** Reads a plan for the stack of this name; `path` is absolute, `shown` is how the user wrote it. */
export function readPlan(path: string, shown: string, stack: string): PlanReading {
  const base = [`${shown}: `];
  const text = textOf(path);
  if (text === undefined) return { findings: [unreadable("plan-missing", "cannot be read")] };
  const raw = parsed(text);
  if (raw === undefined) return { findings: [unreadable("plan-not-json", "is no JSON")] };
  const { data: plan } = planSchema.safeParse(raw);
  if (plan === undefined) return { findings: schemaFindings(planSchema, raw, base) };
  const findings = [...nameFindings(plan, stack), ...rightsFindings(plan)];
  return { plan, findings: findings.map((one) => ({ ...one, at: place(base, one.at) })) };
}

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function unreadable(code: string, problem: string): Finding {
  return {
    code,
    at: ["neo4j-okta-bootstrap:plan"],
    message: `names a file that ${problem}`,
    allowed: "a plan, relative to the folder of this project",
    fix: "write it with npm run deployer -- --stack NAME --output FILE",
  };
}

/** A plan for another stack would give this stack's identities that stack's rights. */
function nameFindings(plan: Plan, stack: string): Finding[] {
  const isEmpty = IDENTITIES.every((identity) => plan.identities[identity] === undefined);
  return [
    ...(plan.stack === stack ? [] : [otherStack(plan, stack)]),
    ...(isEmpty ? [noIdentity()] : []),
  ];
}

function otherStack(plan: Plan, stack: string): Finding {
  return {
    code: "plan-stack",
    at: ["stack"],
    message: `is ${show(plan.stack)}, and this is stack ${show(stack)}`,
    allowed: show(stack),
    fix: "select the stack of that name, or name the right plan",
  };
}

function noIdentity(): Finding {
  return {
    code: "plan-empty",
    at: ["identities"],
    message: "is empty",
    allowed: IDENTITIES.join(", "),
    fix: "write the plan again with npm run deployer",
  };
}

function rightsFindings({ identities }: Plan): Finding[] {
  const today = new Date().toISOString().slice(0, 10);
  return IDENTITIES.flatMap((identity) => {
    const rights = identities[identity];
    if (rights === undefined) return [];
    const findings = [...clientFindings(rights, today), ...identityFindings(identity, rights)];
    return findings.map((one) => ({ ...one, at: ["identities", identity, ...one.at] }));
  });
}
