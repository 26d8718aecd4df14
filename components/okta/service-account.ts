import type * as okta from "@pulumi/okta";
import * as pulumi from "@pulumi/pulumi";
import { CLIENT_ID_ALLOWED, CLIENT_ID_PATTERN } from "../../access/client-id.ts";
import { DEFAULTS } from "../../access/defaults.ts";
import { type Finding, show } from "../../access/finding.ts";
import { MAX_GROUPS_PER_ACCOUNT } from "../../access/groups.ts";
import { ArgumentError } from "../argument-error.ts";
import { createServiceApp } from "./service-app.ts";

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

/**
 * How a service account proves itself at the token endpoint; `kind` is the RFC 7591
 * `token_endpoint_auth_method`.
 */
export type ServiceAccountCredential =
  /** A secret that Okta makes; it is a secret output, and encrypted in the state. */
  | {
      kind: "client_secret_basic";
      /**
       * True: somebody else replaces the secret. Neither the state nor an update has it, so that no update puts an
       * old one back. Taking it away again replaces the app. Default: the stack has the secret.
       */
      isRotated?: true;
    }
  /**
   * A key pair of the service's own (RFC 7523). Two public keys may be given at once, so that a
   * rotation overlaps; with `jwksUri` the service keeps its public keys too.
   */
  | { kind: "private_key_jwt"; jwks: readonly PublicJwk[] }
  | { kind: "private_key_jwt"; jwksUri: string };

/** Arguments of {@link ServiceAccount}. */
export interface ServiceAccountArgs {
  /**
   * OAuth client id: `cid` and `sub` of the token, and so the Neo4j user name. A change replaces
   * the app: the old one is deleted first, and services must be given the new id.
   * Default: the account's name. Example: `"etl-loader"`.
   */
  clientId?: string;
  /**
   * What the groups claim will hold, 1 to 100 groups. A change updates the app in place, and the
   * next token has it. Example: `["neo4j_reader"]`.
   */
  groups: readonly string[];
  /**
   * The app's profile attribute that carries the groups; the claim's expression has to read it. A
   * change updates the app in place. Default: `neo4j_groups`.
   */
  groupsAttribute?: string;
  /**
   * How the account proves itself. A change updates the app in place, and the old secret or key
   * stops to work at once. Example: `{ kind: "client_secret_basic" }`.
   */
  credential: ServiceAccountCredential;
  /** True: the app is kept, INACTIVE, and gets no token. A change is in place. Default: false. */
  disabled?: boolean;
  /**
   * Text for Okta's administrators, at most 250 characters. A change is in place. Default: none.
   * Example: `"Owner: etl@example.com."`.
   */
  note?: string;
}

/**
 * One machine identity: an Okta API Services app that may use the client-credentials grant only. It
 * is no component of its own, as the app is all there is: with hundreds of accounts a second resource
 * for each would cost the engine a third more.
 *
 * Tokens must be plain bearer tokens, as Neo4j takes no others: the Okta provider has no argument
 * for DPoP and sends "not required" with every write.
 *
 * @example
 * new ServiceAccount("etl-loader", { groups: ["neo4j_reader"], credential: { kind: "client_secret_basic" } });
 */
export class ServiceAccount {
  /** The app at Okta, called `<name>-app`. */
  readonly app: okta.app.OAuth;
  /** The client id, known in previews. */
  readonly clientId: pulumi.Output<string>;
  /** The client secret, a Pulumi secret; undefined for an account on a private key, and for a secret that is rotated. */
  readonly clientSecret: pulumi.Output<string> | undefined;

  /** @throws {ArgumentError} for a client id that Okta refuses, or an account without groups. */
  constructor(name: string, args: ServiceAccountArgs, opts?: pulumi.CustomResourceOptions) {
    refuseFaults(name, args);
    this.app = createApp(name, args, opts);
    this.clientId = this.app.clientId;
    this.clientSecret =
      args.credential.kind === "client_secret_basic" && !args.credential.isRotated
        ? pulumi.secret(this.app.clientSecret)
        : undefined;
  }
}

function refuseFaults(name: string, { clientId = name, groups }: ServiceAccountArgs): void {
  const findings = clientIdFindings(clientId, `the service account ${show(name)}`);
  if (groups.length === 0 || groups.length > MAX_GROUPS_PER_ACCOUNT) {
    findings.push({
      code: groups.length === 0 ? "account-without-group" : "too-many-groups",
      at: ["groups"],
      message: `holds ${groups.length} groups, for the service account ${show(name)}`,
      allowed: `1 to ${MAX_GROUPS_PER_ACCOUNT} groups`,
      fix: "give the account the groups that it needs",
    });
  }
  if (findings.length > 0) throw new ArgumentError("service-account", findings);
}

/** What is wrong with a chosen client id; `whose` ends the sentence. */
export function clientIdFindings(clientId: string, whose: string): Finding[] {
  if (CLIENT_ID_PATTERN.test(clientId)) return [];
  return [
    {
      code: "client-id",
      at: ["clientId"],
      message: `is ${show(clientId)}, for ${whose}`,
      allowed: CLIENT_ID_ALLOWED,
      fix: "give a clientId of that form",
    },
  ];
}

function createApp(
  name: string,
  args: ServiceAccountArgs,
  opts: pulumi.CustomResourceOptions | undefined,
): okta.app.OAuth {
  const attribute = args.groupsAttribute ?? DEFAULTS.groupsAttribute;
  return createServiceApp(
    `${name}-app`,
    {
      label: name,
      clientId: args.clientId ?? name,
      credential: args.credential,
      profile: JSON.stringify({ [attribute]: [...new Set(args.groups)].sort() }),
      status: args.disabled ? "INACTIVE" : "ACTIVE",
      ...(args.note === undefined ? {} : { adminNote: args.note }),
    },
    opts,
  );
}
