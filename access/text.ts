/**
 * What a reader of a name cannot see, or undefined: control and format characters (zero width,
 * change of direction), line separators, halves of surrogate pairs, letters of scripts that look
 * alike in one word, and accents written as characters of their own. Two names that look the same
 * could otherwise be two names.
 */
export function invisibleFault(text: string): string | undefined {
  const hidden = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u.exec(text);
  if (hidden) return `holds ${codePoint(hidden[0])}, which nobody can see`;
  if (text !== text.normalize("NFC")) return "writes an accent as a character of its own";
  const latin = /\p{Script=Latin}/u.test(text);
  const twin = /[\p{Script=Cyrillic}\p{Script=Greek}]/u.exec(text);
  return latin && twin ? `holds ${codePoint(twin[0])}, which looks like a Latin letter` : undefined;
}

function codePoint(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;
}
