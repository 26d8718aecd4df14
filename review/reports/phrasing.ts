import { visible } from "../../access/visible.ts";

/** Text of a Markdown tree, or a code span in it. */
export interface Phrase {
  type: "text" | "inlineCode";
  value: string;
}

/** A word that no page takes for markup, a link, a mention, an emoji or a formula. */
const PLAIN = /^(?!--)[\p{L}\p{M}\p{N}()'",;%-]*$/u;
/** A commit, or an issue of a tracker: `1a2b3c4`, `GH-1`. */
const REFERENCE = /^[0-9a-f]{7,40}$|\p{L}-\p{N}/iu;

/**
 * A sentence with names in it, for a page that links mentions, addresses and references by itself:
 * words that could be such a thing are code spans, in which nothing is linked. To escape them would
 * not do: those links are made of the text after it has been unescaped.
 */
export function phrases(sentence: string): Phrase[] {
  const all: Phrase[] = [];
  const add = (type: Phrase["type"], value: string) => {
    const last = all.at(-1);
    if (last?.type === type) last.value += value;
    else if (value !== "") all.push({ type, value });
  };
  let space = "";
  for (const word of visible(sentence).trim().split(/\s+/)) {
    const [name, stop] = withoutStop(word);
    const type = PLAIN.test(name) && !REFERENCE.test(name) ? "text" : "inlineCode";
    add(all.at(-1)?.type === type ? type : "text", space);
    add(type, name);
    add("text", stop);
    space = " ";
  }
  return all;
}

/** A word, and the marks that end it. */
function withoutStop(word: string): [string, string] {
  let end = word.length;
  while (end > 0 && ".,;:".includes(word.charAt(end - 1))) end -= 1;
  return [word.slice(0, end), word.slice(end)];
}
