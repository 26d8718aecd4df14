import { show } from "../../../../access/finding.ts";
import { JWT_CLAIMS_LOG, logsJwtClaims } from "../../../../access/jwt-claims-log.ts";
import type { Draft } from "../../draft.ts";
import { type Breach, configBreach } from "./breach.ts";

const SECURITY = "dbms.security.";

/** Neo4j settings that weaken the checks of the server. */
export function serverBreaches({ neo4j }: Draft): Breach[] {
  const { config = {} } = neo4j;
  const breach = (
    rule: Breach["rule"],
    setting: string,
    isBad: (value: string) => boolean,
    message: string,
    allowed: string,
  ): Breach[] => {
    const value = config[`${SECURITY}${setting}`]?.trim();
    if (value === undefined || !isBad(value)) return [];
    return [configBreach(rule, `${SECURITY}${setting}`, message, allowed)];
  };
  return [
    ...evaluationLicense(neo4j),
    ...(logsJwtClaims(config)
      ? [configBreach("jwt-claims-log", JWT_CLAIMS_LOG, "is true", "false")]
      : []),
    ...breach(
      "unrestricted-procedures",
      "procedures.unrestricted",
      (value) => value.split(",").some((entry) => entry.trim() === "*"),
      "holds *, every procedure and function",
      "the extensions that need it, e.g. apoc.meta.*",
    ),
    ...breach(
      "unlimited-logins",
      "auth_max_failed_attempts",
      (value) => Number(value) === 0,
      "is 0, which means no limit",
      "1 or more",
    ),
    ...breach(
      "open-http-paths",
      "http_auth_allowlist",
      (value) => value.split(",").some((path) => !DEFAULT_PATHS.includes(path.trim())),
      `is ${show(config[`${SECURITY}http_auth_allowlist`])}`,
      DEFAULT_PATHS.join(","),
    ),
  ];
}

/** Paths that Neo4j opens by itself; they hold no data. */
const DEFAULT_PATHS = ["/", "/browser.*"];

function evaluationLicense({ license }: Draft["neo4j"]): Breach[] {
  if (license !== "eval") return [];
  return [
    {
      rule: "evaluation-license",
      at: ["neo4j", "license"],
      message: 'is "eval"',
      allowed: '"yes", the Neo4j Enterprise licence',
      declared: true,
    },
  ];
}
