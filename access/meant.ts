import { closest, distance } from "fastest-levenshtein";

/** The known word that a misspelled one was most likely meant to be, letter case ignored. */
export function meant(word: string, known: readonly string[]): string | undefined {
  if (known.length === 0) return undefined;
  const lower = word.toLowerCase();
  const nearest = closest(
    lower,
    known.map((name) => name.toLowerCase()),
  );
  const found = known.find((name) => name.toLowerCase() === nearest);
  const alike = word.length > 3 && lower[0] === nearest[0] ? 2 : 1;
  return distance(lower, nearest) <= alike ? found : undefined;
}

/** The fix for a misspelled word: the word that was meant, else what to do without a guess. */
export function correction(word: string, known: readonly string[], otherwise: string): string {
  const guess = meant(word, known);
  return guess === undefined ? otherwise : `write ${guess}; else ${otherwise}`;
}
