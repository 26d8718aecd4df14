import { effectiveRoles } from "../../../access/effective-access.ts";
import { isPlainObject, valueAt } from "../../../components/neo4j/values.ts";
import type { Draft } from "../draft.ts";
import type { SettingsContext } from "../parse.ts";
import { type Finding, type Path, show } from "../problem.ts";
import { PRODUCTION_RULES, type ProductionRule } from "../schema/production.ts";
import type { Rule } from "./index.ts";

const JWT_CLAIMS_LOG = "dbms.security.logs.oidc.jwt_claims_at_debug_level_enabled";

interface Breach {
  rule: ProductionRule;
  at: Path;
  message: string;
  allowed: string;
  account?: string;
}

/** What a stack marked `production` may do only under a waiver that has not run out. */
export const productionRules: Rule = (draft, context) => [
  ...waiverAccounts(draft),
  ...(draft.production === true ? productionFindings(draft, context) : []),
];

function productionFindings(draft: Draft, context: SettingsContext): Finding[] {
  const breaches = [
    ...adminRoles(draft),
    ...adminGroups(draft),
    ...evaluationLicense(draft),
    ...jwtClaimsLog(draft),
    ...publishedServices(draft),
  ];
  return [
    ...missingOwners(draft),
    ...breaches.flatMap((breach) => refusal(breach, draft.waivers, context.today) ?? []),
  ];
}

function refusal(breach: Breach, waivers: Draft["waivers"], today: string): Finding | undefined {
  const applying = waivers
    .filter((waiver) => waiver !== undefined)
    .filter(
      ({ rule, account }) => rule === breach.rule && (account ?? breach.account) === breach.account,
    );
  if (applying.some(({ until }) => until >= today)) return undefined;
  const [expired] = applying
    .map(({ until }) => until)
    .sort()
    .reverse();
  const forAccount = breach.account === undefined ? "" : `, account: ${breach.account}`;
  const remedy =
    expired === undefined
      ? `or add to waivers: { rule: ${breach.rule}${forAccount}, until: YYYY-MM-DD, reason: ... }`
      : `or renew the waiver, which ran out on ${expired}`;
  return {
    code: `production-${breach.rule}`,
    at: breach.at,
    message: `${breach.message}, in a stack marked production (${PRODUCTION_RULES[breach.rule]})`,
    allowed: breach.allowed,
    mend: `change it, ${remedy}`,
  };
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
  return Object.entries(isPlainObject(services) ? services : {}).flatMap(([name, service]) => {
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

function missingOwners({ accounts = [] }: Draft): Finding[] {
  return accounts.flatMap(({ name, owner }, index) =>
    owner !== undefined
      ? []
      : [
          {
            code: "production-account-owner",
            at: ["accounts", index, "owner"],
            message: `is missing for ${show(name)}, in a stack marked production`,
            allowed: "a person or a team",
            mend: "name who answers for the account",
          },
        ],
  );
}

function waiverAccounts({ waivers, accounts = [] }: Draft): Finding[] {
  const names = accounts.map(({ name }) => name);
  if (names.includes(undefined)) return [];
  return waivers.flatMap((waiver, index) => {
    if (waiver?.account === undefined) return [];
    if (waiver.rule !== "admin-role") {
      return [
        {
          code: "waiver-account",
          at: ["waivers", index, "account"],
          message: `narrows ${waiver.rule}, which concerns no account`,
          allowed: "account beside rule: admin-role only",
          mend: "remove account",
        },
      ];
    }
    if (names.includes(waiver.account)) return [];
    return [
      {
        code: "waiver-account",
        at: ["waivers", index, "account"],
        message: `is ${show(waiver.account)}, which is no account`,
        allowed: names.join(", "),
        mend: "correct the name, or remove the waiver",
      },
    ];
  });
}
