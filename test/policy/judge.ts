import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import {
  type PolicyResource,
  type ResourceValidationArgs,
  UnknownValueError,
  unknownCheckingProxy,
} from "@pulumi/policy";
import type { Rule } from "../../policy/rule.ts";
import { ALL_RULES } from "../../policy/rules/index.ts";
import { toPolicy } from "../../policy/to-policy.ts";
import { type StateResource, stateBefore } from "../support/recorded-state.ts";

const GOLDEN = resolve(import.meta.dirname, "../golden");

/** How the engine writes a text that is not known before the deployment. */
export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** A resource as the engine gives it to a pack. */
export interface Given {
  type: string;
  name: string;
  urn: string;
  props: Record<string, unknown>;
  from: Record<string, string[]>;
  protect: boolean;
}

/** @throws Error if the pack has no such rule */
export function ruleNamed(name: string): Rule {
  const rule = ALL_RULES.find((one) => one.name === name);
  if (rule === undefined) throw new Error(`no rule ${name}`);
  return rule;
}

/** The stack that the real engine had deployed before the previews of `dedicated`. */
export function recorded(): Given[] {
  const { resources } = stateBefore("dedicated").deployment;
  return resources.map(
    ({ type, urn, id, inputs = {}, outputs = {}, propertyDependencies = {} }: StateResource) => ({
      type,
      name: nameOf(urn),
      urn,
      props: structuredClone({ ...outputs, ...inputs, ...(id === undefined ? {} : { id }) }),
      from: propertyDependencies,
      protect: false,
    }),
  );
}

/** A shipped stack as its program declares it, with what providers would answer for ids. */
export function declared(stack: string): Given[] {
  const graph: Declared[] = JSON.parse(readFileSync(`${GOLDEN}/${stack}.json`, "utf8"));
  return graph.map(({ type, name, inputs, options }) => ({
    type,
    name,
    urn: `urn:pulumi:test::neo4j-okta::${type}::${name}`,
    props: { ...(open(inputs) as object), id: `${name}-id` },
    from: {},
    protect: options?.protect === true,
  }));
}

interface Declared {
  type: string;
  name: string;
  inputs: unknown;
  options?: { protect?: boolean };
}

/** The engine hands secrets to a pack in the clear. */
function open(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(open);
  if ("secret" in value && Object.keys(value).length === 1) return open(value.secret);
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, open(part)]));
}

function nameOf(urn: string): string {
  return urn.slice(urn.lastIndexOf("::") + 2);
}

/** What a rule says of resources. */
export interface Judged {
  /** Messages, each after the name of its resource. */
  broken: string[];
  /** Why the rule could not be judged, once for each resource. */
  unjudged: string[];
}

/** Runs one rule over resources as Pulumi's server of policy packs does. */
export function judge(rule: Rule, given: readonly Given[], config: object = {}): Judged {
  const policy = toPolicy(rule);
  const judged: Judged = { broken: [], unjudged: [] };
  const report = (message: string, urn?: string) =>
    void judged.broken.push(`${urn === undefined ? "-" : nameOf(urn)}: ${message}`);
  const run = (validate: () => unknown) => {
    try {
      validate();
    } catch (error) {
      if (!(error instanceof UnknownValueError)) throw error;
      judged.unjudged.push((error as Error).message);
    }
  };
  const getConfig = <T extends object>() => config as T;
  if ("validateStack" in policy) {
    const resources = given.map((one) => argsOf(one) as unknown as PolicyResource);
    for (const [index, { from }] of given.entries()) {
      const properties = Object.entries(from).map(([key, urns]) => [
        key,
        resources.filter(({ urn }) => urns.includes(urn)),
      ]);
      Object.assign(resources[index] ?? {}, {
        propertyDependencies: Object.fromEntries(properties),
      });
    }
    const args = { resources, getConfig, notApplicable, stackTags: new Map<string, string>() };
    run(() => policy.validateStack(args, report));
  } else {
    const { validateResource } = policy;
    if (typeof validateResource !== "function") throw new Error(`${policy.name} is no function`);
    for (const one of given) {
      const args = { ...argsOf(one), getConfig, notApplicable, stackTags: new Map() };
      run(() => validateResource(args as unknown as ResourceValidationArgs, report));
    }
  }
  return judged;
}

function argsOf({ type, name, urn, props, protect }: Given) {
  const opts = { protect, ignoreChanges: [], aliases: [], additionalSecretOutputs: [] };
  return { type, name, urn, props: unknownCheckingProxy(props), opts };
}

function notApplicable(): never {
  throw new Error("not asked for");
}
