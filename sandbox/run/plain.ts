/** Characters that move a terminal's cursor, colour it, turn text around, or are seen by nobody. */
const HIDDEN = /(?![\n\t])[\p{Cc}\p{Cf}]/gu;

/** How a line begins that GitHub's runners take for a command, e.g. `::set-output`, `##[error]`. */
const COMMAND = /^(\s*)(::|##\[)/gm;

/**
 * Text from outside, such as the value of a setting, as words for a terminal and for a CI's log: it
 * keeps its lines, and loses what would do more than be read.
 */
export function plain(text: string): string {
  return text.replace(HIDDEN, "").replace(COMMAND, "$1> $2");
}
