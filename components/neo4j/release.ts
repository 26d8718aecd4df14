import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { BreakGlassCredentials } from "../../access/contract.ts";
import { oidcSettings } from "../../access/oidc-settings.ts";
import { ArgumentError } from "../argument-error.ts";
import { addresses } from "./addresses.ts";
import { createAuthSecret, createPassword } from "./break-glass.ts";
import { chartArgs } from "./chart.ts";
import { createNamespace, type NamespaceRef } from "./namespace.ts";
import { type Neo4jReleaseArgs, SERVER_DEFAULTS } from "./release-args.ts";
import { argumentFindings, providers } from "./release-findings.ts";
import { releaseValues } from "./release-values.ts";
import { createTrustConfigMap, trustValues } from "./trust.ts";
import type { Values } from "./values/values.ts";

/**
 * A Neo4j Enterprise server on Kubernetes that accepts the tokens of one authorization server.
 * The native user `neo4j` gets a random password for break-glass use; it is set when the database
 * is first made and never changed by this stack.
 *
 * @example
 * new Neo4jRelease("neo4j", { namespace: "neo4j", release: "neo4j", license: "eval", tokens });
 */
export class Neo4jRelease extends pulumi.ComponentResource {
  /** The namespace, once it exists. */
  readonly namespace: pulumi.Output<string>;
  /** The Helm release name, which is also the name of the Service. */
  readonly release: pulumi.Output<string>;
  /** Bolt address inside the cluster, e.g. `neo4j://neo4j.neo4j.svc.cluster.local:7687`. */
  readonly boltUri: pulumi.Output<string>;
  /** HTTP address inside the cluster, of the discovery document and the Query API. */
  readonly httpUri: pulumi.Output<string>;
  /** Native credentials; a secret. */
  readonly breakGlass: pulumi.Output<BreakGlassCredentials>;

  /** @throws {ArgumentError} for arguments that contradict each other, before the first resource. */
  constructor(name: string, args: Neo4jReleaseArgs, opts?: pulumi.ComponentResourceOptions) {
    super("neo4j-okta:neo4j:Neo4jRelease", name, {}, opts);
    const findings = argumentFindings({ ...args, services: args.tokens !== undefined });
    if (findings.length > 0) throw new ArgumentError("neo4j-release", findings);
    const namespace = createNamespace(name, args, this);
    const password = createPassword(name, this);
    const secret = createAuthSecret(name, args, namespace, password, this);
    const trust = createTrust(name, args, namespace, this);
    const release = createRelease(name, args, { namespace, secret, trust }, this);
    this.namespace = namespace.name;
    this.release = release.name;
    const uris = pulumi.interpolate`${release.name}.${namespace.name}.svc.cluster.local`.apply(
      (host) => addresses(host, args.values ?? {}),
    );
    this.boltUri = uris.boltUri;
    this.httpUri = uris.httpUri;
    this.breakGlass = pulumi.secret({ username: "neo4j", password: password.result });
    const { boltUri, httpUri } = this;
    this.registerOutputs({ namespace: this.namespace, release: this.release, boltUri, httpUri });
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
      ...chartArgs(args.chart ?? {}),
      timeout: args.timeoutSeconds ?? SERVER_DEFAULTS.timeoutSeconds,
      values: releaseValues({
        release: args.release,
        license: args.license,
        authSecret: made.secret.metadata.name,
        config: neo4jConfig(args),
        storage: { ...SERVER_DEFAULTS.storage, ...args.storage },
        resources: args.resources ?? SERVER_DEFAULTS.resources,
        trust: made.trust,
        extra: args.values ?? {},
      }),
    },
    { parent, ...(args.releaseHooks ? { hooks: args.releaseHooks } : {}) },
  );
}

function neo4jConfig(args: Neo4jReleaseArgs): Record<string, pulumi.Input<string>> {
  const { tokens, signIns = [] } = args;
  const { providerId, ...others } = { ...providers(args), signIns };
  const derived = oidcSettings<pulumi.Input<string>>(
    tokens === undefined || providerId === undefined
      ? others
      : { ...others, ...tokens, providerId },
  );
  const local = args.requireLocalUser ? { "dbms.security.require_local_user": "true" } : {};
  return { ...args.config, ...derived, ...local };
}
