import type { Edge, Graph } from "./graph.ts";
import { shortened } from "./shortened.ts";

const LABEL_CHARACTERS = 40;

/** The graph as a Mermaid flowchart: a thick green line for a gain, a dotted red one for a loss. */
export function mermaid({ clients, roles, edges }: Graph): string {
  return [
    "flowchart LR",
    ...clients.map((name, place) => `  c${place}["${label(name)}"]`),
    ...roles.map((name, place) => `  r${place}(["${label(name)}"])`),
    ...edges.map(line),
    ...edges.map(
      ({ isGain }, place) =>
        `  linkStyle ${place} ${isGain ? "stroke:#1a7f37,stroke-width:4px" : "stroke:#cf222e"}`,
    ),
  ].join("\n");
}

function line({ client, role, isGain }: Edge): string {
  return `  c${client} ${isGain ? "==>|gains|" : "-.->|loses|"} r${role}`;
}

/**
 * Letters, digits and a single sign between two of them stay; anything else could be syntax of
 * Mermaid, of its Markdown labels or of HTML, and is written as Mermaid's entity of its code point.
 */
function label(name: string): string {
  return shortened(name, LABEL_CHARACTERS).replace(
    /(?<![\p{L}\p{N}])[-_. ]|[-_. ](?![\p{L}\p{N}])|[^\p{L}\p{N}\-_. ]/gu,
    (sign) => `#${sign.codePointAt(0)};`,
  );
}
