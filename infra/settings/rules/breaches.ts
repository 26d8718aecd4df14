import { effectiveRoles } from "../../../access/effective-access.ts";
import { type Path, show } from "../../../access/finding.ts";
import { isMap, valueAt } from "../../../components/neo4j/values/values.ts";
import type { Draft } from "../draft.ts";
import type { ProductionRule } from "../schema/production.ts";

const JWT_CLAIMS_LOG = "dbms.security.logs.oidc.jwt_claims_at_debug_level_enabled";

/** Something that a stack marked `production` may do only under a waiver. */
export interface Breach {
  rule: ProductionRule;
  at: Path;
  message: string;
  allowed: string;
  account?: string;
}

/** Every breach of a production rule, waived or not. */
export function breaches(draft: Draft): Breach[] {
  return [
    ...adminRoles(draft),
    ...adminGroups(draft),
    ...evaluationLicense(draft),
    ...jwtClaimsLog(draft),
    ...publishedServices(draft),
  ];
}

function adminRoles({ accounts = [], groups = {} }: Draft): Breach[] {
  return accounts.flatMap(({ name, groups: own = [] }, index) =>
    effectiveRoles(own, groups).includes("admin")
      ? [
          {
            rule: "admin-role" as const,
            at: ["accounts", index, "groups"],
            message: `give ${show(name)} the role admin`,
            allowed: "groups that grant less than admin",
            ...(name === undefined ? {} : { account: name }),
          },
        ]
      : [],
  );
}

/** A group that no account has may still come in a token of another app on the server. */
function adminGroups({ accounts = [], groups = {} }: Draft): Breach[] {
  const held = new Set(accounts.flatMap(({ groups: own = [] }) => own));
  return Object.keys(groups)
    .filter((group) => !held.has(group) && effectiveRoles([group], groups).includes("admin"))
    .map((group) => ({
      rule: "admin-role",
      at: ["groups", group],
      message: "grants the role admin to whoever has it",
      allowed: "groups that grant less than admin",
    }));
}

function evaluationLicense({ neo4j }: Draft): Breach[] {
  if (neo4j.license !== "eval") return [];
  return [
    {
      rule: "evaluation-license",
      at: ["neo4j", "license"],
      message: 'is "eval"',
      allowed: '"yes", the Neo4j Enterprise licence',
    },
  ];
}

function jwtClaimsLog({ neo4j }: Draft): Breach[] {
  if (neo4j.config?.[JWT_CLAIMS_LOG]?.trim().toLowerCase() !== "true") return [];
  return [
    {
      rule: "jwt-claims-log",
      at: ["neo4j", "config", JWT_CLAIMS_LOG],
      message: "is true",
      allowed: "false",
    },
  ];
}

/** Services of the chart that clients outside the cluster can reach. */
function publishedServices({ neo4j }: Draft): Breach[] {
  const services = valueAt(neo4j.values, ["services"]);
  return Object.entries(isMap(services) ? services : {}).flatMap(([name, service]) => {
    const [key, allowed, published] =
      name === "neo4j"
        ? (["enabled", "false", [true]] as const)
        : (["spec.type", "ClusterIP", ["LoadBalancer", "NodePort"]] as const);
    const path = key.split(".");
    const value = valueAt(service, path);
    if (!published.some((one) => one === value)) return [];
    return [
      {
        rule: "load-balancer",
        at: ["neo4j", "values", "services", name, ...path],
        message: `is ${String(value)}`,
        allowed: `${allowed}; reach Neo4j inside the cluster`,
      },
    ];
  });
}
