import type { Stack } from "@pulumi/pulumi/automation/index.js";
import type { Changes } from "./changes.ts";
import { createEngine } from "./engine.ts";
import type { Reporter } from "./reporter.ts";

/** A resource of an exported state, as far as it matters here. */
interface Resource {
  urn: string;
  type: string;
  dependencies?: string[];
  propertyDependencies?: Record<string, string[]>;
}

interface Deployment {
  resources?: Resource[];
  pending_operations?: { resource: Resource }[];
}

/**
 * Destroys a stack after a run that was interrupted, failed or killed: whatever the run's signal says,
 * and over the lock of an engine that was killed.
 *
 * @param options.orgIsGone true: the org of its Okta objects ended with an earlier run. Default: false
 */
export async function undo(
  stack: Stack,
  report: Reporter,
  { orgIsGone = false } = {},
): Promise<Changes> {
  await stack.cancel();
  if (orgIsGone) {
    const state = await stack.exportStack();
    await stack.importStack({ ...state, deployment: withoutOkta(state.deployment) });
  }
  return createEngine(stack, report, new AbortController().signal).destroy();
}

/** A state that has forgotten Okta's objects, and that others depend on them. */
export function withoutOkta(deployment: Deployment): Deployment {
  const isOkta = ({ urn, type }: Resource) =>
    type.startsWith("okta:") || urn.includes("::pulumi:providers:okta::");
  const resources = deployment.resources ?? [];
  const gone = new Set(resources.filter(isOkta).map(({ urn }) => urn));
  const kept = (urns: string[] | null | undefined) => (urns ?? []).filter((urn) => !gone.has(urn));
  return {
    ...deployment,
    resources: resources
      .filter(({ urn }) => !gone.has(urn))
      .map((resource) => ({
        ...resource,
        dependencies: kept(resource.dependencies),
        propertyDependencies: Object.fromEntries(
          Object.entries(resource.propertyDependencies ?? {}).map(([name, urns]) => [
            name,
            kept(urns),
          ]),
        ),
      })),
    pending_operations: (deployment.pending_operations ?? []).filter(
      ({ resource }) => !isOkta(resource),
    ),
  };
}
