import type { Properties } from "../../protocol/values.ts";

/**
 * Takes an import id such as `authServerId/policyId/ruleId` apart.
 *
 * @param parents names of the parents' ids, outermost first; the last part is the resource's own id.
 * @throws when the id has another number of parts.
 */
export function parseNestedId(
  importId: string,
  parents: string[],
): { id: string; values: Properties } {
  const parts = importId.split("/");
  if (parts.length !== parents.length + 1 || parts.includes("")) {
    throw new Error(
      `import id ${JSON.stringify(importId)} is not of the form ${[...parents, "id"].join("/")}`,
    );
  }
  const values = Object.fromEntries(parents.map((name, index) => [name, parts[index]]));
  return { id: parts.at(-1) ?? "", values };
}
