import { invalidField } from "../errors.ts";
import type { Call } from "./route.ts";

/** How many entries a page has when the caller does not say, and at most. */
export interface PageSize {
  default: number;
  max: number;
}

/** Okta's size of a page for most lists. */
const PAGE: PageSize = { default: 200, max: 200 };

/**
 * One page of a list, with the `Link` header (RFC 8288) for itself and for the page that follows;
 * `next` is the address of the latter, for lists whose links are in the body.
 * `limit` says how many, `after` is the id of the last entry of the page before; both come from the
 * query.
 * @throws E0000001 for a limit that is no number from 1 up, or an `after` that is not in the list
 */
export function page<T extends { id: string }>(
  call: Call,
  items: readonly T[],
  size: PageSize = PAGE,
): { items: T[]; headers: Record<string, string>; next: string | undefined } {
  const limit = limitOf(call.query, size);
  const after = call.query.get("after");
  const start = after === null ? 0 : items.findIndex(({ id }) => id === after) + 1;
  if (after !== null && start === 0) throw invalidField("after", "Invalid cursor");
  const shown = items.slice(start, start + limit);
  const self = `${call.org.url}${call.target}`;
  const last = shown.at(-1);
  const more = last !== undefined && start + limit < items.length;
  const next = more ? nextPage(call, last.id, limit) : undefined;
  const links = [`<${self}>; rel="self"`, ...(next ? [`<${next}>; rel="next"`] : [])];
  return { items: shown, headers: { link: links.join(", ") }, next };
}

function nextPage({ org, query, target }: Call, after: string, limit: number): string {
  const following = new URLSearchParams(query);
  following.set("after", after);
  following.set("limit", String(limit));
  return `${org.url}${target.split("?")[0]}?${following}`;
}

/** How many entries the query asks for, within the size of a page. @throws E0000001 for what is no number from 1 up */
export function limitOf(query: URLSearchParams, size: PageSize): number {
  const text = query.get("limit");
  if (text === null) return size.default;
  if (!/^\d{1,9}$/.test(text) || Number(text) < 1) {
    throw invalidField("limit", "The field must be a positive integer");
  }
  return Math.min(Number(text), size.max);
}
