import { randomInt } from "node:crypto";

const LOWER = "abcdefghijklmnopqrstuvwxyz";
const UPPER = LOWER.toUpperCase();
const NUMERIC = "0123456789";
const SPECIAL = "!@#$%&*()-_=+[]{}<>:?";

/** What a random password is made of; the defaults are the official plugin's. */
export interface PasswordRules {
  /** Characters, at least 1. */
  length: number;
  lower: boolean;
  upper: boolean;
  numeric: boolean;
  special: boolean;
  minLower: number;
  minUpper: number;
  minNumeric: number;
  minSpecial: number;
  /** The special characters to draw from; empty: the usual ones. */
  overrideSpecial: string;
}

/** What makes the rules impossible, or undefined. */
export function passwordProblem(rules: PasswordRules): string | undefined {
  const least = rules.minLower + rules.minUpper + rules.minNumeric + rules.minSpecial;
  if (!Number.isInteger(rules.length) || rules.length < Math.max(1, least)) {
    return `length must be a whole number of at least ${Math.max(1, least)} (1, or the sum of minLower, minUpper, minNumeric and minSpecial), got ${rules.length}`;
  }
  if (alphabetOf(rules) === "" && least < rules.length) {
    return "at least one of lower, upper, numeric, special must be true";
  }
  return undefined;
}

/** A password by the rules, drawn with the operating system's secure random numbers. */
export function generatePassword(rules: PasswordRules): string {
  const characters = [
    ...draw(LOWER, rules.minLower),
    ...draw(UPPER, rules.minUpper),
    ...draw(NUMERIC, rules.minNumeric),
    ...draw(rules.overrideSpecial || SPECIAL, rules.minSpecial),
  ];
  characters.push(...draw(alphabetOf(rules), rules.length - characters.length));
  return shuffled(characters).join("");
}

function alphabetOf(rules: PasswordRules): string {
  const kinds: [boolean, string][] = [
    [rules.upper, UPPER],
    [rules.lower, LOWER],
    [rules.numeric, NUMERIC],
    [rules.special, rules.overrideSpecial || SPECIAL],
  ];
  return kinds.map(([allowed, alphabet]) => (allowed ? alphabet : "")).join("");
}

function draw(alphabet: string, count: number): string[] {
  return Array.from({ length: count }, () => alphabet.charAt(randomInt(alphabet.length)));
}

function shuffled(characters: string[]): string[] {
  const cards = [...characters];
  for (let index = cards.length - 1; index > 0; index--) {
    const other = randomInt(index + 1);
    [cards[index], cards[other]] = [cards[other] as string, cards[index] as string];
  }
  return cards;
}
