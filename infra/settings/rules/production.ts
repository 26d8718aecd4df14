import { type Finding, show } from "../../../access/finding.ts";
import type { Draft } from "../draft.ts";
import { PRODUCTION_RULES } from "../schema/production.ts";
import { type Breach, breaches } from "./breaches.ts";
import type { Rule, SettingsContext } from "./rule.ts";

/** What a stack marked `production` may do only under a waiver that has not run out. */
export const productionRules: Rule = (draft, context) => [
  ...waiverAccounts(draft),
  ...(draft.production === true ? productionFindings(draft, context) : []),
];

function productionFindings(draft: Draft, context: SettingsContext): Finding[] {
  return [
    ...missingOwners(draft),
    ...breaches(draft).flatMap((breach) => refusal(breach, draft.waivers, context.today) ?? []),
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
  const fix =
    expired === undefined
      ? `or add to waivers: { rule: ${breach.rule}${forAccount}, until: YYYY-MM-DD, reason: ... }`
      : `or renew the waiver, which ran out on ${expired}`;
  return {
    code: `production-${breach.rule}`,
    at: breach.at,
    message: `${breach.message}, in a stack marked production (${PRODUCTION_RULES[breach.rule]})`,
    allowed: breach.allowed,
    fix: `change it, ${fix}`,
  };
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
            fix: "name who answers for the account",
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
          fix: "remove account",
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
        fix: "correct the name, or remove the waiver",
      },
    ];
  });
}
