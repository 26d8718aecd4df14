import { z } from "zod";
import type { Resource } from "../access/effective/resource.ts";
import { Neo4jOktaError } from "../access/errors.ts";
import { jsonOf } from "../access/json.ts";
import { resourceSchema, toResource } from "./resources.ts";

/** What a state of version 4 may use without another meaning for what is read here. */
const FEATURES = ["refreshBeforeUpdate", "views", "hooks", "taint"];

const deployedSchema = resourceSchema.extend({
  created: z.string().optional(),
  modified: z.string().optional(),
});

const stateSchema = z.looseObject({
  version: z.literal([3, 4]),
  features: z.array(z.string()).nullish(),
  deployment: z.looseObject({
    resources: z.array(deployedSchema).nullish(),
    pending_operations: z.array(z.unknown()).nullish(),
  }),
});

/** A resource as it is deployed. */
export interface Deployed extends Resource {
  /** When Pulumi made it, and last changed it: ISO 8601, if the state says so. */
  created: string | undefined;
  modified: string | undefined;
  /** URNs of the resources that its properties come from. */
  from: ReadonlySet<string>;
}

/** What is deployed, as Pulumi knows it. */
export interface State {
  resources: readonly Deployed[];
  /** How many changes an update had begun when it was interrupted. */
  pending: number;
}

/**
 * Reads what `pulumi stack export` prints; secrets may be encrypted or not, they are left out.
 *
 * @throws Neo4jOktaError `review-state` for anything else
 */
export function readState(text: string): State {
  const json = jsonOf(text);
  if (json === undefined) throw refuse("is not one JSON document; it may have been cut off");
  const parsed = stateSchema.safeParse(json);
  if (!parsed.success) throw refuse("is none of version 3 or 4, or has another form than expected");
  const { features, deployment } = parsed.data;
  const unknown = features?.find((feature) => !FEATURES.includes(feature));
  if (unknown !== undefined) {
    throw refuse(`uses ${JSON.stringify(unknown)}, which this version does not know`);
  }
  const resources = (deployment.resources ?? []).filter((one) => one.delete !== true);
  return {
    resources: resources.map(toDeployed),
    pending: deployment.pending_operations?.length ?? 0,
  };
}

function toDeployed(state: z.infer<typeof deployedSchema>): Deployed {
  const { created, modified, propertyDependencies = {} } = state;
  const from = Object.values(propertyDependencies).flatMap((urns) => urns ?? []);
  return { ...toResource(state, state), created, modified, from: new Set(from) };
}

function refuse(what: string): Neo4jOktaError {
  return new Neo4jOktaError(
    "review-state",
    `The state ${what}. Fix: give what pulumi stack export prints.`,
  );
}
