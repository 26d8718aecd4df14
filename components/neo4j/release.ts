import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import type { BreakGlassCredentials } from "../../access/contract.ts";
import { oidcSettings } from "../../access/oidc-settings.ts";
import type { RoleMapping } from "../../access/role-mapping.ts";
import { type Chart, chartArgs } from "./chart.ts";
import { type Resources, releaseValues, type Storage } from "./release-values.ts";
import type { Values } from "./values.ts";

/** What Neo4j has to know of the tokens; issuer and the rest come from Okta. */
export interface TokenTrust {
  issuer: pulumi.Input<string>;
  discoveryUri: pulumi.Input<string>;
  audience: pulumi.Input<string>;
  /** The claim that carries the groups. */
  groupsClaim: string;
  /** Groups to roles. Any mapping turns Neo4j's same-name mapping off. */
  groups: RoleMapping;
}

/** Arguments of {@link Neo4jRelease}. */
export interface Neo4jReleaseArgs {
  /** Namespace of everything here. A change replaces the release, and with it the data. */
  namespace: string;
  /** True: the namespace is created, and deleted with the stack. Default: true. */
  createNamespace?: boolean;
  /** Helm release name. A change replaces the release, and with it the data. */
  release: string;
  /** The licence that is accepted: `eval`, or `yes` for the Enterprise licence. */
  license: "eval" | "yes";
  chart: Chart;
  /** Provider id without `oidc-`. Default: `okta-backend`. */
  providerId?: string;
  tokens: TokenTrust;
  /** False: only tokens open the database; the break-glass password does not. Default: true. */
  nativeLogin?: boolean;
  /** Further provider entries, e.g. `oidc-okta` for people; tried after ours. Default: none. */
  otherProviders?: readonly string[];
  storage?: Storage;
  resources?: Resources;
  /** Further Neo4j settings. Default: none. */
  config?: Record<string, string>;
  /** Further Helm values. Default: none. */
  values?: Values;
  /** How long to wait until the server is ready, in seconds. Default: 600. */
  timeoutSeconds?: number;
}

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
    const namespace = createNamespace(name, args, this);
    const password = createPassword(name, this);
    const secret = createAuthSecret(name, args, namespace, password, this);
    const release = createRelease(name, args, namespace, secret, this);
    this.namespace = namespace.name;
    this.release = release.name;
    this.breakGlass = pulumi.secret({ username: "neo4j", password: password.result });
    this.registerOutputs({ namespace: this.namespace, release: this.release });
  }
}

interface NamespaceRef {
  name: pulumi.Output<string>;
  created: kubernetes.core.v1.Namespace | undefined;
}

function createNamespace(
  name: string,
  args: Neo4jReleaseArgs,
  parent: pulumi.Resource,
): NamespaceRef {
  if (args.createNamespace === false) {
    return { name: pulumi.output(args.namespace), created: undefined };
  }
  const created = new kubernetes.core.v1.Namespace(
    `${name}-namespace`,
    { metadata: { name: args.namespace } },
    { parent },
  );
  return { name: created.metadata.name, created };
}

function createPassword(name: string, parent: pulumi.Resource): random.RandomPassword {
  // No special characters: the image's entrypoint splits user and password on "/".
  return new random.RandomPassword(`${name}-password`, { length: 32, special: false }, { parent });
}

function createAuthSecret(
  name: string,
  args: Neo4jReleaseArgs,
  namespace: NamespaceRef,
  password: random.RandomPassword,
  parent: pulumi.Resource,
): kubernetes.core.v1.Secret {
  return new kubernetes.core.v1.Secret(
    `${name}-auth`,
    {
      metadata: { name: `${args.release}-auth`, namespace: namespace.name },
      stringData: { NEO4J_AUTH: pulumi.interpolate`neo4j/${password.result}` },
    },
    { parent, ...(namespace.created ? { deletedWith: namespace.created } : {}) },
  );
}

function createRelease(
  name: string,
  args: Neo4jReleaseArgs,
  namespace: NamespaceRef,
  secret: kubernetes.core.v1.Secret,
  parent: pulumi.Resource,
): kubernetes.helm.v3.Release {
  return new kubernetes.helm.v3.Release(
    `${name}-release`,
    {
      name: args.release,
      namespace: namespace.name,
      ...chartArgs(args.chart),
      timeout: args.timeoutSeconds ?? 600,
      values: releaseValues({
        release: args.release,
        license: args.license,
        authSecret: secret.metadata.name,
        config: neo4jConfig(args),
        storage: args.storage ?? {},
        resources: args.resources ?? { cpu: "1000m", memory: "2Gi" },
        extra: args.values ?? {},
      }),
    },
    { parent },
  );
}

function neo4jConfig(args: Neo4jReleaseArgs): Record<string, pulumi.Input<string>> {
  const derived = oidcSettings<pulumi.Input<string>>({
    ...args.tokens,
    providerId: args.providerId ?? "okta-backend",
    nativeLogin: args.nativeLogin ?? true,
    otherProviders: args.otherProviders ?? [],
  });
  return { ...args.config, ...derived };
}
