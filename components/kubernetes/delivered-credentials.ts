import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

/** Arguments of {@link DeliveredCredentials}. */
export interface DeliveredCredentialsArgs {
  /** An existing namespace. A change replaces the Secret. Example: `"etl"`. */
  namespace: pulumi.Input<string>;
  /** Name of the Secret. A change replaces it. Example: `"etl-loader-okta"`. */
  secret: string;
  /** The account's client id. Example: `account.clientId`. */
  clientId: pulumi.Input<string>;
  /** Kept secret in the state, whatever the caller passes. Example: `account.clientSecret`. */
  clientSecret: pulumi.Input<string>;
  /** Where the service gets its tokens. Example: `authorization.tokenEndpoint`. */
  tokenEndpoint: pulumi.Input<string>;
  /** The scope that it asks for. Example: `authorization.scope`. */
  scope: pulumi.Input<string>;
  /** `aud` of its tokens, for services that check it. Example: `authorization.audience`. */
  audience: pulumi.Input<string>;
}

/**
 * Hands a client-secret account to its service: a Kubernetes Secret with the keys `client_id`,
 * `client_secret`, `token_endpoint`, `scope` and `audience`, ready for `envFrom` or a mount.
 *
 * @example
 * new DeliveredCredentials("etl", { namespace: "etl", secret: "etl-okta", clientId, clientSecret, tokenEndpoint, scope, audience });
 */
export class DeliveredCredentials extends pulumi.ComponentResource {
  /** `namespace/name` of the Secret. */
  readonly secretId: pulumi.Output<string>;

  constructor(
    name: string,
    args: DeliveredCredentialsArgs,
    opts?: pulumi.ComponentResourceOptions,
  ) {
    super("neo4j-okta:okta:DeliveredCredentials", name, {}, opts);
    const secret = createSecret(name, args, this);
    this.secretId = secret.id;
    this.registerOutputs({ secretId: this.secretId });
  }
}

function createSecret(
  name: string,
  args: DeliveredCredentialsArgs,
  parent: pulumi.Resource,
): kubernetes.core.v1.Secret {
  return new kubernetes.core.v1.Secret(
    `${name}-secret`,
    {
      metadata: {
        name: args.secret,
        namespace: args.namespace,
        labels: { "app.kubernetes.io/managed-by": "neo4j-okta" },
      },
      stringData: {
        client_id: args.clientId,
        client_secret: pulumi.secret(args.clientSecret),
        token_endpoint: args.tokenEndpoint,
        scope: args.scope,
        audience: args.audience,
      },
    },
    { parent },
  );
}
