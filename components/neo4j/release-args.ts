import * as pulumi from "@pulumi/pulumi";
import type { Fault } from "../../access/fault.ts";
import type { RoleMapping } from "../../access/role-mapping.ts";
import type { Chart } from "./chart.ts";
import type { Resources, Storage } from "./release-values.ts";
import type { Values } from "./values/values.ts";

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

/** Extra settings or values that contradict what the component derives. */
export class Neo4jReleaseError extends pulumi.RunError {
  readonly code = "neo4j-release";
  readonly faults: readonly Fault[];

  constructor(faults: readonly Fault[]) {
    super(
      faults
        .map(({ code, at, message, fix }) => `[${code}] ${at.join(".")} ${message}; ${fix}`)
        .join("\n"),
    );
    this.faults = faults;
  }
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
  /** Certificates of a private CA in PEM, trusted beside the public ones. Default: none. */
  trustedCertificates?: readonly string[];
  /** How long to wait until the server is ready, in seconds. Default: 600. */
  timeoutSeconds?: number;
}
