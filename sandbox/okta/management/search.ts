import { OktaError } from "../errors.ts";

/**
 * The predicate of a `filter` (or `search`) parameter of the form `field eq "value"`, joined by `and`, over the
 * fields that the list supports. Everything matches without one.
 * @throws E0000031 for any other filter
 */
export function filterOf(
  query: URLSearchParams,
  fields: readonly string[],
  parameter: "filter" | "search" = "filter",
): (item: Readonly<Record<string, string>>) => boolean {
  const text = query.get(parameter);
  if (text === null) return () => true;
  const terms = text.split(/ and /i).map((term) => {
    const match = /^\s*([\w.]+) eq "([^"]*)"\s*$/.exec(term);
    const field = match?.[1] ?? "";
    if (!match || !fields.includes(field)) {
      throw new OktaError(400, "E0000031", "Invalid search criteria.", [
        `${parameter}: only ${fields.join(", ")} eq "..." joined by and are supported`,
      ]);
    }
    return { field, value: match[2] };
  });
  return (item) => terms.every(({ field, value }) => item[field] === value);
}

/** Whether a text begins with the `q` of the query, or contains it, in any case; all do without one. */
export function searchOf(
  query: URLSearchParams,
  how: "startsWith" | "includes",
): (text: string) => boolean {
  const q = query.get("q")?.toLowerCase() ?? "";
  return (text) => text.toLowerCase()[how](q);
}
