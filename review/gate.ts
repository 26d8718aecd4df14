import { CATEGORIES, type Category } from "./changes/change.ts";
import type { Review } from "./changes/changes.ts";

/** What `--fail-on` takes, with the category of the page that each means. */
export const GATES: Readonly<Record<string, Category>> = {
  gain: "gained",
  loss: "lost",
  widening: "widened",
  break: "breaks",
  outage: "outage",
  unknown: "unknown",
};

/** What the gate objects to. */
export interface GateOptions {
  categories: ReadonlySet<Category>;
  /** The most accounts that may be removed or changed at once. Default: 30 % of them, and at least 3. */
  massChange: number | undefined;
}

const MASS_SHARE = 0.3;
const MASS_LEAST = 3;

/** Why a review may not pass, as sentences; none: it may. */
export function objections({ changes, counts }: Review, options: GateOptions): string[] {
  const found = CATEGORIES.filter(
    (category) =>
      options.categories.has(category) && changes.some((change) => change.category === category),
  );
  const names = Object.entries(GATES).flatMap(([name, category]) =>
    found.includes(category) ? [name] : [],
  );
  const most = options.massChange ?? Math.max(MASS_LEAST, Math.floor(counts.before * MASS_SHARE));
  const many = counts.removedOrChanged > most;
  return [
    ...names.map((name) => `the page has changes of the kind ${name} (--fail-on)`),
    ...(many
      ? [
          `${counts.removedOrChanged} of ${counts.before} accounts are removed or changed at once, more than ${most}. ` +
            `If that is meant: --allow-mass-change ${counts.removedOrChanged}`,
        ]
      : []),
  ];
}
