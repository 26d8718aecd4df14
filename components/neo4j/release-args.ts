import type * as pulumi from "@pulumi/pulumi";
import type { RoleMapping } from "../../access/role-mapping.ts";
import type { SignInTrust } from "../../access/sign-in/settings.ts";
import type { Chart } from "./chart.ts";
import type { Values } from "./values/values.ts";

/** What Neo4j has to know of the tokens; issuer and the rest come from Okta. */
export interface TokenTrust {
  /** `iss` of the tokens. Example: `authorization.issuer`. */
  issuer: pulumi.Input<string>;
  /** The issuer's discovery document, from which Neo4j learns the keys. */
  discoveryUri: pulumi.Input<string>;
  /** `aud` of the tokens. */
  audience: pulumi.Input<string>;
  /** The claim that carries the groups. Example: `"groups"`. */
  groupsClaim: string;
  /**
   * Groups to roles. Any mapping turns Neo4j's same-name mapping off, for all groups. Example:
   * `{ neo4j_reader: ["reader"] }`.
   */
  groups: RoleMapping;
}

/** Where the data of the database lives. */
export interface Storage {
  /** Size of the volume, as Kubernetes writes it. Default: `10Gi`. */
  size?: string;
  /** Storage class. Default: the cluster's default class. */
  className?: string | undefined;
}

/** CPU and memory of the server, as Kubernetes writes them; the chart wants at least 0.5 and 2Gi. */
export interface Resources {
  /** Example: `"500m"`. */
  cpu: string;
  /** Example: `"2Gi"`. */
  memory: string;
}

/** What a server has unless its arguments say otherwise. */
export const SERVER_DEFAULTS = {
  createNamespace: true,
  nativeLogin: true,
  storage: { size: "10Gi" },
  resources: { cpu: "1000m", memory: "2Gi" },
  timeoutSeconds: 600,
} as const;

/**
 * Arguments of {@link Neo4jRelease}. Unless said otherwise, a change updates the release in place
 * and restarts the server.
 */
export interface Neo4jReleaseArgs {
  /**
   * Namespace of everything here. A change replaces the release, and with it the data. Example:
   * `"neo4j"`.
   */
  namespace: string;
  /**
   * True: the namespace is created, and deleted with the stack. A change to false deletes the
   * namespace, and with it the data. Default: true.
   */
  createNamespace?: boolean;
  /**
   * Helm release name, and so the name of the Service. A change replaces the release, and with it
   * the data. Example: `"neo4j"`.
   */
  release: string;
  /** The licence that is accepted: `eval`, or `yes` for the Enterprise licence. */
  license: "eval" | "yes";
  /** Which chart, and so which version of Neo4j. Default: the official one, pinned. */
  chart?: Chart;
  /**
   * Provider id without `oidc-`. It is part of the names of Neo4j's settings; users do not see it.
   * Default: `okta-backend`.
   */
  providerId?: string;
  /**
   * Which tokens of services are accepted, and what their groups grant. Default: none, people sign in
   * alone.
   */
  tokens?: TokenTrust | undefined;
  /**
   * How people sign in, tried after `tokens` in this order. Default: none. Example: `[people.trust]`.
   */
  signIns?: readonly SignInTrust<pulumi.Input<string>>[];
  /** False: only tokens open the database; the break-glass password does not. Default: true. */
  nativeLogin?: boolean;
  /** True: a token is let in only if a local user has its provider and id. Default: false. */
  requireLocalUser?: boolean;
  /**
   * Further provider entries, tried after ours and before `native`. Their settings go into
   * `config`. Default: none. Example: `["ldap"]`.
   */
  otherProviders?: readonly string[];
  /**
   * The volume of the database. Kubernetes does not change a volume in place: a change fails until
   * the StatefulSet is replaced by hand. Default: `10Gi` of the cluster's default class.
   */
  storage?: Storage;
  /** What the server may use. Default: `{ cpu: "1000m", memory: "2Gi" }`. */
  resources?: Resources;
  /**
   * Further Neo4j settings, of the version that the chart carries; they may not contradict the
   * derived ones. Default: none. Example:
   * `{ "db.transaction.timeout": "30s" }`.
   */
  config?: Readonly<Record<string, string>>;
  /**
   * Further Helm values, merged with the derived ones; they may not replace those. Default: none.
   * Example: `{ podSpec: { priorityClassName: "high" } }`.
   */
  values?: Values;
  /** Certificates of a private CA in PEM, trusted beside the public ones. Default: none. */
  trustedCertificates?: readonly string[];
  /**
   * Hooks of the Helm release, e.g. one that refuses an update. Default: none. Example:
   * `{ beforeUpdate: [guard] }`.
   */
  releaseHooks?: pulumi.ResourceHookBinding;
  /** How long to wait until the server is ready, in seconds. No restart. Default: 600. */
  timeoutSeconds?: number;
}

/** Name of the Secret that holds the break-glass password. */
export function authSecretName(release: string): string {
  return `${release}-auth`;
}
