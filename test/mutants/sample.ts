import { createHash } from "node:crypto";

/** What tells one mutant from all others, as Stryker describes it. */
export interface MutantPlace {
  fileName: string;
  location: { start: { line: number; column: number } };
  mutatorName: string;
  replacement?: string;
}

/** A mutant's place in the draw: a number that depends on the seed and on the mutant alone. */
export function lot(mutant: MutantPlace, seed: string): number {
  const { fileName, location, mutatorName, replacement } = mutant;
  const file = fileName.replace(/^.*\.stryker-tmp\/[^/]+\//, "");
  const text = JSON.stringify([seed, file, location.start, mutatorName, replacement]);
  return createHash("sha256").update(text).digest().readUInt32BE(0);
}

/** The lot of the last mutant that is drawn; all with a lot up to it are in the sample. */
export function lastLot(mutants: readonly MutantPlace[], size: number, seed: string): number {
  const lots = mutants.map((mutant) => lot(mutant, seed)).sort((a, b) => a - b);
  return lots[Math.min(size, lots.length) - 1] ?? -1;
}
