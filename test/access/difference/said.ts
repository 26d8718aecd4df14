import { isDeepStrictEqual } from "node:util";
import { reviewOf } from "../../../access/difference/changes.ts";
import type { Operation, Step } from "../../../access/difference/step.ts";
import type { Resource } from "../../../access/effective/resource.ts";
import { config, OIDC, resource, stack } from "../../access/one-account.ts";

export const PROVIDERS = "dbms.security.authentication_providers";
export const MAPPING = `${OIDC}.authorization.group_to_role_mapping`;
const NAMED = { name: "neo4j", namespace: "graph", chart: "neo4j", version: "5.26.30" };

type Changes = Parameters<typeof stack>[0];

/** What a change of the one-account stack says, a line each: category, code, subject, sentence, causes, effects. */
export function changes(
  from: Resource[],
  to: Resource[],
  operations: Record<string, Operation> = {},
): string[] {
  const urns = [...new Set([...from, ...to].map(({ urn }) => urn))];
  const steps = urns.flatMap((urn): Step[] => {
    const [before, after] = [from, to].map((all) => all.find((one) => one.urn === urn));
    if (isDeepStrictEqual(before, after)) return [];
    const type = (before ?? after)?.type ?? "";
    const operation = operations[urn] ?? (before ? (after ? "update" : "delete") : "create");
    return [{ operation, urn, type, before, after }];
  });
  const review = reviewOf({ before: from, after: to, steps });
  return review.changes.map(({ category, code, subject, sentence, causes, effects }) =>
    [`${category} ${code} ${subject}`, sentence, ...causes, ...effects].join(" / "),
  );
}

/** The same for changes on both sides. */
export function from(before: Changes, after: Changes, operations?: Record<string, Operation>) {
  return changes(stack(before), stack(after), operations);
}

/** A change of settings of Neo4j, and of the properties of its release. */
export function settings(some: Record<string, unknown>, properties: object = {}) {
  const { values } = config(some).properties;
  return { release: { properties: { ...NAMED, ...properties, values } } };
}

/** An object in the cluster. */
export function object(type: string, urn: string, metadata: unknown): Resource {
  return { ...resource("app", urn, "", { metadata }), type };
}
