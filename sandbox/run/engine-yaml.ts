import { Document, parseDocument, visit } from "yaml";

/**
 * Reads YAML as Pulumi's engine does: merge keys (`<<`) and aliases are resolved, so that what is left
 * is plain data. What the two would read in different ways is refused.
 *
 * @throws Error that says why in words for the user
 */
export function readYaml(text: string): unknown {
  const found = /[\u0085\u2028\u2029]/.exec(text)?.[0];
  if (found !== undefined) {
    const code = hexadecimal(found).toUpperCase();
    throw new Error(
      `it holds U+${code}, a line break for Pulumi and for nobody else. Fix: remove it.`,
    );
  }
  const document = parseDocument(text, { merge: true, logLevel: "error" });
  const [problem] = [...document.errors, ...document.warnings];
  if (problem !== undefined) throw problem;
  return document.toJS();
}

/** Writes YAML that Pulumi's engine reads as this value, with no key or text that it reads otherwise. */
export function writeYaml(value: unknown): string {
  const document = new Document(value, { aliasDuplicateObjects: false });
  visit(document, {
    Scalar: (_key, node) => {
      if (typeof node.value === "string" && isMisread(node.value)) node.type = "QUOTE_DOUBLE";
    },
  });
  const text = document.toString({ lineWidth: 0 });
  return text.replaceAll(GO_BREAKS, (char) => `\\u${hexadecimal(char)}`);
}

/** What Go's YAML takes as the end of a line, and controls beside it; all of it is in quotes then. */
const GO_BREAKS = /[\u0080-\u009f\u2028\u2029]/g;

/** A merge key, or text with what Go's YAML takes as a line break. */
function isMisread(text: string): boolean {
  return text === "<<" || text.search(GO_BREAKS) !== -1;
}

function hexadecimal(char: string): string {
  return char.charCodeAt(0).toString(16).padStart(4, "0");
}
