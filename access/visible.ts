/** Without what moves a cursor, hides text or turns its direction, and on one line. */
export function visible(text: string): string {
  return text
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]+/gu, " ")
    .toWellFormed();
}
