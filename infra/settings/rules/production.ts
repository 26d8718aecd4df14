import { type Finding, show } from "../../../access/finding.ts";
import { isWaived, ranOut } from "../../../access/waiver.ts";
import type { Draft } from "../draft.ts";
import { PRODUCTION_RULES } from "../schema/production.ts";
import type { Breach } from "./breaches/breach.ts";
import { breaches } from "./breaches/index.ts";
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
  if (isWaived(applying, today)) return undefined;
  const expired = ranOut(applying);
  const forAccount = breach.account === undefined ? "" : `, account: ${breach.account}`;
  const fix =
    expired === undefined
      ? `or add to waivers: { rule: ${breach.rule}${forAccount}, until: YYYY-MM-DD, reason: ... }`
      : `or renew the waiver, which ran out on ${expired}`;
  return finding(breach, ", in a stack marked production", `change it, ${fix}`);
}

function finding({ rule, at, message, allowed }: Breach, where: string, fix: string): Finding {
  return {
    code: `production-${rule}`,
    at,
    message: `${message}${where} (${PRODUCTION_RULES[rule]})`,
    allowed,
    fix,
  };
}

/**
 * What a stack that is not marked `production` has to be warned of: whatever gives more than the
 * settings say in so many words.
 */
export function productionWarnings(draft: Draft): Finding[] {
  if (draft.production === true) return [];
  return breaches(draft)
    .filter(({ declared }) => !declared)
    .map((breach) =>
      finding(breach, "", "change it; a stack marked production would be refused for it"),
    );
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
