import { resolve } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import type { Finding } from "../access/finding.ts";
import { orgUrlFindings } from "../access/okta-rights/org-url.ts";
import type { Plan } from "../access/okta-rights/plan.ts";
import { ArgumentError } from "../components/argument-error.ts";
import { schemaFindings } from "./issues.ts";
import { keyFindings } from "./keys.ts";
import { readPlan } from "./plan.ts";
import { type Keys, settingsSchema } from "./schema.ts";

const NAMESPACE = "neo4j-okta-bootstrap:";

/** What the program declares. */
export interface Settings {
  orgUrl: string;
  plan: Plan;
  keys: { readonly [identity: string]: Keys | undefined };
}

/**
 * Reads and checks the configuration of the stack, and the plan that it names.
 *
 * @param folder what the plan's path is relative to
 * @throws {ArgumentError} naming every problem at once
 */
export function readSettings(folder: string): Settings {
  const raw = configuration();
  const { data } = settingsSchema.safeParse(raw);
  const shown = raw.plan;
  const reading =
    shown === undefined ? undefined : readPlan(resolve(folder, shown), shown, pulumi.getStack());
  const findings: Finding[] = [
    ...schemaFindings(settingsSchema, raw, [NAMESPACE]),
    ...(raw.orgUrl === undefined ? [] : orgUrlFindings(raw.orgUrl, [`${NAMESPACE}orgUrl`])),
    ...(reading?.findings ?? []),
    ...(data && reading?.plan ? keyFindings(data.keys, reading.plan, `${NAMESPACE}keys`) : []),
  ];
  const plan = reading?.plan;
  if (!data || !plan || findings.length > 0)
    throw new ArgumentError("bootstrap-settings", findings);
  return { orgUrl: data.orgUrl, plan, keys: data.keys };
}

/** The engine hands out everything but text as JSON; what is not JSON is left for the schema. */
function configuration(): Record<string, unknown> & { orgUrl?: string; plan?: string } {
  const entries = Object.entries(pulumi.runtime.allConfig()).flatMap(([key, text]) => {
    if (!key.startsWith(NAMESPACE)) return [];
    const name = key.slice(NAMESPACE.length);
    return [[name, name === "keys" ? decoded(text) : text]];
  });
  return Object.fromEntries(entries);
}

function decoded(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
