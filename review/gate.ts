import { CATEGORIES, KINDS } from "../access/difference/change.ts";
import type { Review } from "../access/difference/changes.ts";
import { type Approved, notApproved } from "./approved.ts";
import type { Options } from "./options.ts";

/** Why a review may not pass. */
export interface Objection {
  sentence: string;
  /** Exit status of `--detailed-exitcode`. */
  status: number;
}

const STATUS = { firstCategory: 10, massChange: 16, notApproved: 17 } as const;
const MASS_SHARE = 0.3;
const MASS_LEAST = 3;

/**
 * Why a review may not pass; nothing: it may.
 *
 * @param approved the only change that may pass; undefined: any
 */
export function objections(
  review: Review,
  { failOn, allowMassChange }: Pick<Options, "failOn" | "allowMassChange">,
  approved: Approved | undefined,
): Objection[] {
  const { changes, counts } = review;
  const kinds = CATEGORIES.flatMap((category, index) => {
    const isFound = failOn.has(category) && changes.some((one) => one.category === category);
    const sentence = `the page has changes of the kind ${KINDS[category].gate} (--fail-on)`;
    return isFound ? [{ sentence, status: STATUS.firstCategory + index }] : [];
  });
  const { groups = { before: 0, removedOrChanged: 0 } } = counts;
  const before = counts.before + groups.before;
  const many = counts.removedOrChanged + groups.removedOrChanged;
  const whom = groups.before === 0 ? "accounts" : "accounts and groups of people";
  const usual = approved ? before : Math.max(MASS_LEAST, Math.floor(before * MASS_SHARE));
  const most = allowMassChange ?? usual;
  const mass =
    `${many} of ${before} ${whom} are removed or changed at once, more than ${most}. ` +
    `If that is meant: --allow-mass-change ${many}`;
  const others = approved === undefined ? [] : notApproved(review, approved);
  return [
    ...kinds,
    ...(many > most ? [{ sentence: mass, status: STATUS.massChange }] : []),
    ...others.map((sentence) => ({ sentence, status: STATUS.notApproved })),
  ];
}
