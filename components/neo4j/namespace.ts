import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { type Neo4jReleaseArgs, SERVER_DEFAULTS } from "./release-args.ts";

/** A namespace, and its resource when this stack created it. */
export interface NamespaceRef {
  name: pulumi.Output<string>;
  created?: kubernetes.core.v1.Namespace;
}

/** Creates the namespace, unless it is said to exist. */
export function createNamespace(
  name: string,
  args: Neo4jReleaseArgs,
  parent: pulumi.Resource,
): NamespaceRef {
  if (!(args.createNamespace ?? SERVER_DEFAULTS.createNamespace)) {
    return { name: pulumi.output(args.namespace) };
  }
  const created = new kubernetes.core.v1.Namespace(
    `${name}-namespace`,
    { metadata: { name: args.namespace } },
    { parent },
  );
  return { name: created.metadata.name, created };
}
