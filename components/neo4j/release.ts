import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { BreakGlassCredentials } from "../../access/contract.ts";
import { oidcSettings } from "../../access/oidc-settings.ts";
import { createAuthSecret, createPassword } from "./break-glass.ts";
import { chartArgs } from "./chart.ts";
import { createNamespace, type NamespaceRef } from "./namespace.ts";
import type { Neo4jReleaseArgs } from "./release-args.ts";
import { providers, refuseFaults } from "./release-faults.ts";
import { releaseValues } from "./release-values.ts";
import { createTrustConfigMap, trustValues } from "./trust.ts";
import type { Values } from "./values/values.ts";

/**
 * A Neo4j Enterprise server on Kubernetes that accepts the tokens of one authorization server.
 * The native user `neo4j` gets a random password for break-glass use; it is set when the database
 * is first made and never changed by this stack.
 */
export class Neo4jRelease extends pulumi.ComponentResource {
  /** The namespace, once it exists. */
  readonly namespace: pulumi.Output<string>;
  /** The Helm release name, which is also the name of the Service. */
  readonly release: pulumi.Output<string>;
  /** Native credentials; a secret. */
  readonly breakGlass: pulumi.Output<BreakGlassCredentials>;

  constructor(name: string, args: Neo4jReleaseArgs, opts?: pulumi.ComponentResourceOptions) {
    super("neo4j-okta:neo4j:Neo4jRelease", name, {}, opts);
    refuseFaults(args);
    const namespace = createNamespace(name, args, this);
    const password = createPassword(name, this);
    const secret = createAuthSecret(name, args, namespace, password, this);
    const trust = createTrust(name, args, namespace, this);
    const release = createRelease(name, args, { namespace, secret, trust }, this);
    this.namespace = namespace.name;
    this.release = release.name;
    this.breakGlass = pulumi.secret({ username: "neo4j", password: password.result });
    this.registerOutputs({ namespace: this.namespace, release: this.release });
  }
}

function createTrust(
  name: string,
  args: Neo4jReleaseArgs,
  namespace: NamespaceRef,
  parent: pulumi.Resource,
): Values {
  const certificates = args.trustedCertificates ?? [];
  if (certificates.length === 0) return {};
  const configMap = createTrustConfigMap(
    `${name}-ca`,
    { configMap: `${args.release}-okta-ca`, namespace: namespace.name, certificates },
    {
      parent,
      // Trust in a CA may be taken back, also from a protected server.
      protect: false,
      ...(namespace.created ? { deletedWith: namespace.created } : {}),
    },
  );
  return trustValues(configMap.metadata.name, certificates);
}

function createRelease(
  name: string,
  args: Neo4jReleaseArgs,
  made: { namespace: NamespaceRef; secret: kubernetes.core.v1.Secret; trust: Values },
  parent: pulumi.Resource,
): kubernetes.helm.v3.Release {
  return new kubernetes.helm.v3.Release(
    `${name}-release`,
    {
      name: args.release,
      namespace: made.namespace.name,
      ...chartArgs(args.chart),
      timeout: args.timeoutSeconds ?? 600,
      values: releaseValues({
        release: args.release,
        license: args.license,
        authSecret: made.secret.metadata.name,
        config: neo4jConfig(args),
        storage: args.storage ?? {},
        resources: args.resources ?? { cpu: "1000m", memory: "2Gi" },
        trust: made.trust,
        extra: args.values ?? {},
      }),
    },
    { parent },
  );
}

function neo4jConfig(args: Neo4jReleaseArgs): Record<string, pulumi.Input<string>> {
  const derived = oidcSettings<pulumi.Input<string>>({ ...args.tokens, ...providers(args) });
  return { ...args.config, ...derived };
}
