import {
  type ResourceValidationArgs,
  type ResourceValidationPolicy,
  type StackValidationArgs,
  type StackValidationPolicy,
  UnknownValueError,
} from "@pulumi/policy";
import { nameOf, type Resource, Unknown } from "../access/effective/resource.ts";
import { plainProperties } from "./known.ts";
import { messageOf } from "./message.ts";
import type { Context, ResourceRule, Rule, StackBreach, StackRule } from "./rule.ts";
import { Stack } from "./stack.ts";
import { Subject } from "./subject.ts";
import { WAIVERS, waiverFor } from "./waivers.ts";

const PAGE = "docs/policies.md";

/** Pulumi's mark of a text that is not known yet, which the error asks for. */
const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** A rule as Pulumi runs it. */
export function toPolicy(rule: Rule): ResourceValidationPolicy | StackValidationPolicy {
  const { name, description, level, owasp, tags, config = {}, why, fix } = rule;
  const facts = {
    name,
    description,
    enforcementLevel: level,
    framework: {
      name: "OWASP Non-Human Identities Top 10",
      version: "2025",
      reference: owasp,
      specification: why,
    },
    tags: [owasp, ...tags],
    remediationSteps: fix,
    url: `${PAGE}#${name}`,
    configSchema: { properties: { ...config, waivers: WAIVERS } },
  };
  return "judge" in rule
    ? { ...facts, validateResource: (args, report) => judgeResource(rule, args, report) }
    : { ...facts, validateStack: (args, report) => judgeStack(rule, args, report) };
}

type Report = (message: string, urn?: string) => void;

function judgeResource(rule: ResourceRule, args: ResourceValidationArgs, report: Report): void {
  const { type, urn, name, props, opts } = args;
  if (!rule.types.includes(type)) return;
  const properties = plainProperties(props, () => []);
  const subject = new Subject({ type, urn, id: new Unknown([urn]), properties }, opts.protect);
  const context = contextOf(rule, args);
  for (const breach of rule.judge(subject, context))
    tell(rule, { ...breach, urn }, context, report);
  refuseUnknown(subject.open, name);
}

function judgeStack(rule: StackRule, args: StackValidationArgs, report: Report): void {
  const stack = new Stack(args.resources.map(toResource));
  const context = contextOf(rule, args);
  for (const breach of rule.judgeStack(stack, context)) tell(rule, breach, context, report);
  refuseUnknown(stack.open, "the stack");
}

function toResource(given: StackValidationArgs["resources"][number]): Resource {
  const { type, urn, props, propertyDependencies } = given;
  const from = (key: string) => (propertyDependencies[key] ?? []).map((one) => one.urn);
  const properties = plainProperties(props, from);
  const { id } = properties;
  return { type, urn, id: typeof id === "string" ? id : new Unknown([urn]), properties };
}

function contextOf({ config = {} }: Rule, args: { getConfig<T extends object>(): T }): Context {
  const defaults = Object.entries(config).map(([key, schema]) => [key, schema.default] as const);
  return {
    config: { ...Object.fromEntries(defaults), ...args.getConfig<Record<string, unknown>>() },
    today: new Date().toISOString().slice(0, 10),
  };
}

function tell(rule: Rule, breach: StackBreach, { config, today }: Context, report: Report): void {
  const { urn, fix = rule.fix } = breach;
  const name = urn === undefined ? "the stack" : nameOf({ urn });
  const waiver = waiverFor({ urn: urn ?? "", name }, config.waivers, today);
  if (waiver === undefined) return;
  report(messageOf(name, breach, `${fix}${waiver}`), urn);
}

/** The engine shows it as an advisory: the rule cannot be judged yet. */
function refuseUnknown(open: ReadonlySet<string>, name: string): void {
  if (open.size === 0) return;
  const error = new UnknownValueError<object>(UNKNOWN, []);
  error.message = `${[...open].join(", ")} of ${name}: not known yet, or hidden, so that the rule cannot be judged`;
  throw error;
}
