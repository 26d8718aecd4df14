import type { z } from "zod";
import { unusable } from "./answer.ts";
import type { OktaCaller } from "./caller.ts";
import type { OktaApiError } from "./errors.ts";
import type { KeptLists } from "./kept-lists.ts";

/** Objects per page: so many fit into 1 MiB with room to spare. */
const PAGE = 50;

/** No org has longer lists; an answer that links to itself has no end. */
const MAX_PAGES = 500;

/** Reads Okta's lists, and goes on from what was read before. */
export class Pages {
  readonly #caller: OktaCaller;
  readonly #kept: KeptLists | undefined;

  constructor(caller: OktaCaller, kept?: KeptLists) {
    this.#caller = caller;
    this.#kept = kept;
  }

  /** A whole list, page by page, from the one after those that are kept. */
  async all<T>(schema: z.ZodType<T[]>, path: string): Promise<T[]> {
    const kept = this.#kept?.get(path);
    const items = read(schema, kept?.items ?? [], path);
    let next = kept === undefined ? firstPage(path) : kept.next;
    for (let page = 0; next !== undefined; page += 1) {
      if (page === MAX_PAGES) {
        throw refusal(path, `Okta's list ${path} has more than ${MAX_PAGES} pages.`);
      }
      const answer = await this.page(path, next);
      items.push(...read(schema, answer.items, path));
      next = answer.next;
      await this.#kept?.put(path, { items, next });
    }
    return items;
  }

  /** One page of a list. */
  async page(path: string, page: string): Promise<{ items: unknown[]; next?: string | undefined }> {
    const { body, link } = await this.#caller.answer("GET", path, { page });
    if (!Array.isArray(body))
      throw refusal(path, `Okta answered GET ${path} with no list in JSON.`);
    return { items: body, next: nextPage(link) };
  }
}

function read<T>(schema: z.ZodType<T[]>, items: unknown, path: string): T[] {
  const parsed = schema.safeParse(items);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw refusal(
    path,
    `Okta answered GET ${path} with another form than expected, at ${issue?.path.join(".")}: ${issue?.message}.`,
  );
}

function firstPage(path: string): string {
  return `${path}${path.includes("?") ? "&" : "?"}limit=${PAGE}`;
}

/** The `next` of RFC 8288 links. */
export function nextPage(link: string | null): string | undefined {
  return /<([^>]+)>;\s*rel="next"/.exec(link ?? "")?.[1];
}

function refusal(path: string, message: string): OktaApiError {
  return unusable(message, { method: "GET", path });
}
