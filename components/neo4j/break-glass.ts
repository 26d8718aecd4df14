import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import type { NamespaceRef } from "./namespace.ts";
import { authSecretName, type Neo4jReleaseArgs } from "./release-args.ts";

/** The random password of the native user. */
export function createPassword(name: string, parent: pulumi.Resource): random.RandomPassword {
  return new random.RandomPassword(
    `${name}-password`,
    // No special characters: the image's entrypoint splits user and password on "/".
    { length: 32, special: false },
    { parent },
  );
}

/** The Secret that the chart reads `NEO4J_AUTH` from; it exists before the release. */
export function createAuthSecret(
  name: string,
  args: Neo4jReleaseArgs,
  namespace: NamespaceRef,
  password: random.RandomPassword,
  parent: pulumi.Resource,
): kubernetes.core.v1.Secret {
  return new kubernetes.core.v1.Secret(
    `${name}-auth`,
    {
      metadata: { name: authSecretName(args.release), namespace: namespace.name },
      stringData: { NEO4J_AUTH: pulumi.interpolate`neo4j/${password.result}` },
    },
    { parent, ...(namespace.created ? { deletedWith: namespace.created } : {}) },
  );
}
