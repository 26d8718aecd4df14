/** Standard error without the lines that only a slow machine gets to see. */
export function withoutProgress(text: string): string {
  return text.replace(/^verify: \d+ of \d+ checks, \d+ s\n/gm, "");
}
