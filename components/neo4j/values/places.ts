import type { Path } from "../../../access/finding.ts";

/**
 * True inside a further container, which does not see the server's files. Only where the chart has
 * them: a map such as `secretMounts` has keys of the user's own, whatever they are called.
 */
export function inContainer([first, list]: Path): boolean {
  return first === "podSpec" && (list === "containers" || list === "initContainers");
}
