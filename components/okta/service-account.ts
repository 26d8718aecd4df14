import * as okta from "@pulumi/okta";
import * as pulumi from "@pulumi/pulumi";
import { CLIENT_ID_ALLOWED, CLIENT_ID_PATTERN } from "../../access/client-id.ts";
import type { CREDENTIAL_KINDS } from "../../access/contract.ts";
import { MAX_GROUPS_PER_ACCOUNT } from "../../access/groups.ts";

/** A public RSA key as RFC 7517 writes it. Never give a member of a private key here. */
export interface PublicJwk {
  /** Key id; the client assertion's header names it. */
  kid: string;
  /** Key type. Only RSA: the Okta provider drops the curve of an EC key. */
  kty: "RSA";
  /** RSA modulus, base64url. */
  n: string;
  /** RSA exponent, base64url. */
  e: string;
}

/** How a service account proves itself at the token endpoint. */
export type ServiceAccountCredential =
  /** A secret that Okta makes; it is a secret output, and encrypted in the state. */
  | { kind: "client_secret" }
  /**
   * A key pair of the service's own (RFC 7523). Two public keys may be given at once, so that a
   * rotation overlaps; `jwksUri` leaves the keys with the service altogether.
   */
  | { kind: "private_key_jwt"; jwks: readonly PublicJwk[] }
  | { kind: "private_key_jwt"; jwksUri: string };

/** Arguments of {@link ServiceAccount}. */
export interface ServiceAccountArgs {
  /**
   * OAuth client id: `cid` and `sub` of the token, and so the Neo4j user name. A change replaces
   * the app: the old one is deleted first, and services must be given the new id.
   * Default: the component's name.
   */
  clientId?: string;
  /** What the groups claim will hold. A change is an in-place update of the app. */
  groups: readonly string[];
  /** The app's profile attribute that carries the groups. Default: `neo4j_groups`. */
  groupsAttribute?: string;
  credential: ServiceAccountCredential;
  /** True: the app is kept, INACTIVE, and gets no token. Default: false. */
  disabled?: boolean;
  /** Text for Okta's administrators, at most 250 characters. Default: none. */
  note?: string;
}

/** Arguments that Okta would refuse, or that would give an account without rights. */
export class ServiceAccountError extends pulumi.RunError {
  readonly code = "service-account";
}

/**
 * One machine identity: an Okta API Services app that may use the client-credentials grant only.
 *
 * Tokens must be plain bearer tokens, as Neo4j takes no others: the Okta provider has no argument
 * for DPoP and sends "not required" with every write.
 *
 * @example
 * new ServiceAccount("etl-loader", { groups: ["neo4j_reader"], credential: { kind: "client_secret" } });
 */
export class ServiceAccount extends pulumi.ComponentResource {
  /** The client id, known in previews. */
  readonly clientId: pulumi.Output<string>;
  /** The client secret, a Pulumi secret; undefined for an account on a private key. */
  readonly clientSecret: pulumi.Output<string> | undefined;

  constructor(name: string, args: ServiceAccountArgs, opts?: pulumi.ComponentResourceOptions) {
    super("neo4j-okta:okta:ServiceAccount", name, {}, opts);
    refuseFaults(name, args);
    const app = createApp(name, args, this);
    this.clientId = app.clientId;
    this.clientSecret =
      args.credential.kind === "client_secret" ? pulumi.secret(app.clientSecret) : undefined;
    this.registerOutputs({ clientId: this.clientId });
  }
}

function refuseFaults(name: string, args: ServiceAccountArgs): void {
  const { clientId = name, groups } = args;
  if (!CLIENT_ID_PATTERN.test(clientId)) {
    throw new ServiceAccountError(
      `[service-account] "${name}": clientId is ${JSON.stringify(clientId)}; Okta takes ${CLIENT_ID_ALLOWED}.`,
    );
  }
  if (groups.length === 0 || groups.length > MAX_GROUPS_PER_ACCOUNT) {
    throw new ServiceAccountError(
      `[service-account] "${name}": groups holds ${groups.length}; give 1 to ${MAX_GROUPS_PER_ACCOUNT}.`,
    );
  }
}

function createApp(
  name: string,
  args: ServiceAccountArgs,
  parent: pulumi.Resource,
): okta.app.OAuth {
  const attribute = args.groupsAttribute ?? "neo4j_groups";
  return new okta.app.OAuth(
    `${name}-app`,
    {
      label: name,
      type: "service",
      clientId: args.clientId ?? name,
      grantTypes: ["client_credentials"],
      responseTypes: ["token"],
      profile: JSON.stringify({ [attribute]: [...new Set(args.groups)].sort() }),
      status: args.disabled ? "INACTIVE" : "ACTIVE",
      // Okta refuses the access-policy call that the provider would otherwise make for this type.
      skipAuthenticationPolicy: true,
      ...(args.note === undefined ? {} : { adminNote: args.note }),
      ...clientAuthentication(args.credential),
    },
    // The client id is chosen, so the old app has to let go of it before the new one exists.
    { parent, deleteBeforeReplace: true },
  );
}

/** The app's RFC 7591 `token_endpoint_auth_method` and keys. */
function clientAuthentication(credential: ServiceAccountCredential): {
  tokenEndpointAuthMethod: (typeof CREDENTIAL_KINDS)[number];
  jwks?: { kid: string; kty: string; n: string; e: string }[];
  jwksUri?: string;
} {
  if (credential.kind === "client_secret") {
    return { tokenEndpointAuthMethod: "client_secret_basic" };
  }
  if ("jwksUri" in credential) {
    return { tokenEndpointAuthMethod: "private_key_jwt", jwksUri: credential.jwksUri };
  }
  const jwks = credential.jwks.map(({ kid, kty, n, e }) => ({ kid, kty, n, e }));
  return { tokenEndpointAuthMethod: "private_key_jwt", jwks };
}
