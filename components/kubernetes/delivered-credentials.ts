import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { byKey, CREDENTIALS_VERSION } from "../../access/credentials/keys.ts";

/** Arguments of {@link DeliveredCredentials}. */
export interface DeliveredCredentialsArgs {
  /** An existing namespace. A change replaces the Secret. Example: `"etl"`. */
  namespace: pulumi.Input<string>;
  /** Name of the Secret. A change replaces it. Example: `"etl-loader-okta"`. */
  secret: string;
  /** The account's name, for the service's own log. Example: `"etl-loader"`. */
  account: string;
  /** How the client proves itself (RFC 7591). Example: `"client_secret_basic"`. */
  authMethod: pulumi.Input<"client_secret_basic" | "client_secret_post">;
  /** The account's client id. Example: `account.clientId`. */
  clientId: pulumi.Input<string>;
  /** Kept secret in the state, whatever the caller passes. Example: `account.clientSecret`. */
  clientSecret: pulumi.Input<string>;
  /** `iss` of its tokens. Example: `authorization.issuer`. */
  issuer: pulumi.Input<string>;
  /** Where the service gets its tokens. Example: `authorization.tokenEndpoint`. */
  tokenEndpoint: pulumi.Input<string>;
  /** The scope that it asks for. Example: `authorization.scope`. */
  scope: pulumi.Input<string>;
  /** `aud` of its tokens, for services that check it. Example: `authorization.audience`. */
  audience: pulumi.Input<string>;
  /** The database that it opens. Example: `neo4j.boltUri`. */
  neo4jUri: pulumi.Input<string>;
}

/**
 * Hands a client-secret account to its service: a Kubernetes Secret whose keys are names of
 * variables, ready for `envFrom` or a mount: the contract in `docs/credentials.md`. A change of
 * a value updates the Secret in place; a service reads it when it starts.
 *
 * @example
 * new DeliveredCredentials("etl", { namespace: "etl", secret: "etl-okta", account: "etl", authMethod: "client_secret_basic", clientId, clientSecret, issuer, tokenEndpoint, scope, audience, neo4jUri });
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
      stringData: byKey<pulumi.Input<string>>({
        ...args,
        version: CREDENTIALS_VERSION,
        clientSecret: pulumi.secret(args.clientSecret),
      }),
    },
    { parent },
  );
}
