import { isDeepStrictEqual } from "node:util";
import {
  type Document,
  isCollection,
  isMap,
  isNode,
  isPair,
  isScalar,
  isSeq,
  type ParsedNode,
  parseDocument,
  stringify,
} from "yaml";
import type { Path } from "../access/finding.ts";

/**
 * Puts a value into YAML, at a path whose last step may be one past the end of a list. Comments stay; so does
 * every other byte, unless the place is written in flow style.
 *
 * @returns undefined where that would change something else too, as with anchors and aliases
 */
export function withValue(text: string, at: Path, value: unknown): string | undefined {
  const document = parseDocument(text, { merge: true });
  const meant = plainly(document.toJS(), at, value);
  const spliced = splice(text, document, at, value);
  const fits = (candidate: string) => isDeepStrictEqual(valueIn(candidate), meant);
  if (spliced !== undefined && fits(spliced)) return spliced;
  try {
    document.setIn(at, document.createNode(value));
  } catch {
    return undefined;
  }
  const whole = document.toString({ lineWidth: 0 });
  return fits(whole) ? whole : undefined;
}

/** YAML in block style, with an end of line. */
export function yamlText(value: unknown): string {
  return stringify(value, { lineWidth: 0 });
}

function valueIn(text: string): unknown {
  const document = parseDocument(text, { merge: true });
  return document.errors.length > 0 ? document.errors : document.toJS();
}

/** The same tree, with one value more or another one. */
function plainly(tree: unknown, [step, ...rest]: Path, value: unknown): unknown {
  if (step === undefined) return value;
  const inside = (tree as Record<string | number, unknown> | undefined)?.[step];
  const part = plainly(inside, rest, value);
  if (typeof step !== "number") return { ...(tree as object | undefined), [step]: part };
  return Object.assign([...(tree as unknown[])], { [step]: part });
}

function splice(text: string, document: Document, at: Path, value: unknown): string | undefined {
  const last = at.at(-1);
  const parent = document.getIn(at.slice(0, -1), true);
  if (!isCollection(parent) || parent.flow || !parent.range) return undefined;
  const [start] = parent.range;
  const indent = " ".repeat(start - (text.lastIndexOf("\n", start - 1) + 1));
  if (isSeq(parent)) {
    if (last !== parent.items.length) return undefined;
    // A block of text ends behind its line.
    const lineEnd = text.indexOf("\n", endOf(parent as ParsedNode) - 1);
    const before = lineEnd < 0 ? `${text}\n` : text.slice(0, lineEnd + 1);
    return inLines(text, before, indented(yamlText([value]), indent), text.slice(before.length));
  }
  const pair = isMap(parent)
    ? parent.items.find(({ key }) => isScalar(key) && key.value === last)
    : undefined;
  if (!pair || !isNode(pair.key) || !isNode(pair.value)) return undefined;
  const colon = pair.key.range?.[1] ?? 0;
  const after = text.slice(endOf(pair.value as ParsedNode));
  const inner = indented(yamlText(value), typeof value === "object" ? `${indent}  ` : " ");
  const block = typeof value === "object" ? `\n${inner}` : inner;
  return inLines(text, text.slice(0, colon + 1), block.replace(/\n$/, ""), after);
}

/** With the line ends of the text. */
function inLines(text: string, before: string, added: string, after: string): string {
  const lines = text.includes("\r\n") ? added.replaceAll("\n", "\r\n") : added;
  return `${before}${lines}${after}`;
}

function indented(block: string, indent: string): string {
  return block.replace(/^(?=.)/gm, indent);
}

/** Where the last value ends; comments and empty lines after it are not its own. */
function endOf(node: ParsedNode): number {
  if (!isCollection(node) || node.flow) return node.range[1];
  const last: unknown = node.items.at(-1);
  const inner = isPair(last) ? (last.value ?? last.key) : last;
  return isNode(inner) ? endOf(inner as ParsedNode) : node.range[1];
}
