/** Without what moves a cursor, hides text or turns its direction, and on one line. */
export function visible(text: string): string {
  return text
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]+/gu, " ")
    .toWellFormed();
}

/** A text for a narrow place: visible, and with an ellipsis where it is cut off. */
export function shortened(text: string, most: number): string {
  const characters = [...visible(text)];
  return characters.length <= most
    ? characters.join("")
    : `${characters.slice(0, most - 1).join("")}…`;
}
