import unhomoglyph from "unhomoglyph";

/** Control, format, unpaired and private characters, blanks that are no space, and fillers. */
const HIDDEN =
  /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}\u2800]|(?! )\p{Zs}/u;

/**
 * What a reader of a name cannot see, or undefined: hidden and blank characters, letters of scripts
 * that look alike in one word, and accents written as characters of their own. Two names that look
 * the same could otherwise be two names.
 */
export function invisibleFault(text: string): string | undefined {
  const hidden = HIDDEN.exec(text);
  if (hidden) return `holds ${codePoint(hidden[0])}, which nobody can see`;
  if (text !== text.normalize("NFC")) return "writes an accent as a character of its own";
  const latin = /\p{Script=Latin}/u.test(text);
  const twin = /[\p{Script=Cyrillic}\p{Script=Greek}]/u.exec(text);
  return latin && twin ? `holds ${codePoint(twin[0])}, which looks like a Latin letter` : undefined;
}

/**
 * Names that a reader could take for an earlier one, e.g. `teaml` after `team1`, each with that one:
 * their skeletons (Unicode TR39), with or without regard to case, are the same.
 */
export function lookAlikes(names: readonly string[]): Map<string, string> {
  const first = new Map<string, string>();
  const twins = new Map<string, string>();
  for (const name of new Set(names)) {
    const keys = [`exact ${skeleton(name)}`, `folded ${skeleton(name.toLowerCase())}`];
    const twin = keys.map((key) => first.get(key)).find((found) => found !== undefined);
    if (twin !== undefined) twins.set(name, twin);
    for (const key of keys) if (!first.has(key)) first.set(key, name);
  }
  return twins;
}

function skeleton(text: string): string {
  const characters = [...text.normalize("NFKD")];
  return characters.map(prototypeOf).join("").normalize("NFKD");
}

const PROTOTYPES = new Map<string, string>();

/** The library searches its whole table each time, so every character is looked up once. */
function prototypeOf(character: string): string {
  const known = PROTOTYPES.get(character) ?? unhomoglyph(character);
  PROTOTYPES.set(character, known);
  return known;
}

function codePoint(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;
}
