import { DEFAULTS } from "../../access/defaults.ts";
import { type Finding, type Path, show } from "../../access/finding.ts";
import type { Providers } from "../../access/oidc-settings.ts";
import { PROVIDER_ID_ALLOWED, PROVIDER_ID_PATTERN } from "../../access/provider-id.ts";
import { formatRoleMapping, RoleMappingError } from "../../access/role-mapping.ts";
import { valueAt } from "../../access/tree.ts";
import { carriedVersion } from "./chart.ts";
import { configFindings } from "./config/findings.ts";
import { textFinding } from "./config/value.ts";
import { licenseFindings } from "./license.ts";
import {
  authSecretName,
  type Neo4jReleaseArgs,
  SERVER_DEFAULTS,
  type TokenTrust,
} from "./release-args.ts";
import { sizeFindings, valueSizeFindings } from "./sizes.ts";
import { valuesFindings } from "./values/findings.ts";

/** The arguments that can be judged before anything is declared. */
type JudgedArgs = Partial<
  Pick<
    Neo4jReleaseArgs,
    | "release"
    | "license"
    | "chart"
    | "providerId"
    | "nativeLogin"
    | "otherProviders"
    | "config"
    | "values"
    | "trustedCertificates"
    | "tokens"
  >
> & {
  signIns?: Providers["signIns"];
  /** False: no service logs in. Default: true. */
  services?: boolean;
};

/** The arguments about providers, with their defaults. */
export function providers(args: JudgedArgs) {
  return {
    providerId: args.services === false ? undefined : (args.providerId ?? DEFAULTS.providerId),
    nativeLogin: args.nativeLogin ?? SERVER_DEFAULTS.nativeLogin,
    otherProviders: args.otherProviders ?? [],
    signIns: args.signIns ?? [],
  };
}

/** The version of Neo4j that will run; undefined if a chart or an image of the user's decides. */
function neo4jVersion({ chart, values }: JudgedArgs): string | undefined {
  const named = ["customImage", "repository", "tag"].some((key) => valueAt(values, ["image", key]));
  return named ? undefined : carriedVersion(chart);
}

/**
 * Objections to arguments that contradict what the component derives, or that Neo4j would misread.
 * Paths are those of the arguments; a `fix` writes an argument's name in backticks.
 */
export function argumentFindings(args: JudgedArgs): Finding[] {
  const { config = {}, values = {}, trustedCertificates = [] } = args;
  const trust = trustedCertificates.length > 0;
  const authSecret = authSecretName(args.release ?? "");
  return [
    ...licenseFindings(args),
    ...providerIdFindings(providers(args).providerId),
    ...(args.tokens === undefined ? [] : tokenFindings(args.tokens)),
    ...under(
      ["config"],
      configFindings(config, { ...providers(args), version: neo4jVersion(args) }),
    ),
    ...sizeFindings(["config"], { ...config, ...args.tokens?.groups }),
    ...sizeFindings(["trustedCertificates"], { ...trustedCertificates }),
    ...under(
      ["values"],
      [...valuesFindings(values, { trust, authSecret }), ...valueSizeFindings(values)],
    ),
  ];
}

/** The same findings, with their paths seen from further up. */
export function under(at: Path, findings: readonly Finding[]): Finding[] {
  return findings.map((finding) => ({ ...finding, at: [...at, ...finding.at] }));
}

function providerIdFindings(id: string | undefined): Finding[] {
  if (id === undefined || PROVIDER_ID_PATTERN.test(id)) return [];
  return [
    {
      code: "provider-id",
      at: ["providerId"],
      message: `is ${show(id)}`,
      allowed: PROVIDER_ID_ALLOWED,
      fix: "choose an id of that form",
    },
  ];
}

/** What is known already; the rest comes from Okta. */
function tokenFindings(tokens: TokenTrust): Finding[] {
  const texts = (["issuer", "discoveryUri", "audience", "groupsClaim"] as const).flatMap((key) => {
    const value = tokens[key];
    const fault = typeof value === "string" ? textFinding(value) : undefined;
    return fault === undefined ? [] : [{ ...fault, at: ["tokens", key] }];
  });
  return [...texts, ...mappingFindings(tokens.groups)];
}

function mappingFindings(groups: TokenTrust["groups"]): Finding[] {
  try {
    formatRoleMapping(groups);
    return [];
  } catch (error) {
    if (!(error instanceof RoleMappingError)) throw error;
    return [
      {
        code: error.code,
        at: ["tokens", "groups"],
        message: `cannot be written: ${error.message}`,
        allowed: "groups and roles that Neo4j's mapping can hold",
        fix: "rename the group or the role",
      },
    ];
  }
}
