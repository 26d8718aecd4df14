import { z } from "zod";
import { unusable } from "../../okta-api/answer.ts";
import type { OktaCaller } from "../../okta-api/caller.ts";
import { OktaApiError, type OktaApiErrorDetails } from "../../okta-api/errors.ts";
import { nextPage } from "../../okta-api/pages.ts";

/** Okta has judged who asks, and then refused what was asked: a body that nothing can be made of. */
const JUDGED_LATER: readonly (number | undefined)[] = [400, 405, 409];

/**
 * Whether a call would be allowed, by a body that Okta refuses whatever the caller may do: nothing changes.
 *
 * @returns undefined when it would, else what Okta said
 */
export async function dryCall(
  caller: OktaCaller,
  method: "POST" | "PUT",
  path: string,
): Promise<OktaApiErrorDetails | undefined> {
  const said = await refusalOf(caller.request(method, path, []));
  return said !== undefined && JUDGED_LATER.includes(said.status) ? undefined : said;
}

/** Whether a read is allowed. */
export async function readCall(
  caller: OktaCaller,
  path: string,
): Promise<OktaApiErrorDetails | undefined> {
  return refusalOf(caller.request("GET", path));
}

const objectSchema = z.object({
  id: z.string(),
  issuer: z.string().optional(),
  status: z.string().optional(),
  audiences: z.array(z.string()).default([]),
});

/** What a list tells of an object; an issuer and audiences of authorization servers alone. */
export type ListedObject = z.infer<typeof objectSchema>;

/** What a list shows, page by page. */
export interface Listed {
  /** By id, and by the other name that one server of an org has in addresses: `default`. */
  objects: ReadonlyMap<string, ListedObject>;
  /** False: it goes on after the last page that was read. */
  isWhole: boolean;
  refused: OktaApiErrorDetails | undefined;
}

/** Reads a list until all that is wanted has been seen. */
export async function listObjects(
  caller: OktaCaller,
  path: string,
  { wanted, pages }: { wanted: readonly string[]; pages: number },
): Promise<Listed> {
  const objects = new Map<string, ListedObject>();
  let page: string | undefined = path;
  try {
    for (let count = 0; page !== undefined && count < pages; count += 1) {
      const { body, link } = await caller.answer("GET", path, { page });
      const { data } = z.array(objectSchema).safeParse(body);
      if (data === undefined) {
        throw unusable(`Okta answered GET ${path} with no list.`, { method: "GET", path });
      }
      for (const one of data) {
        objects.set(one.id, one);
        if (one.issuer?.endsWith("/oauth2/default")) objects.set("default", one);
      }
      page = nextPage(link);
      if (wanted.every((id) => objects.has(id))) break;
    }
    return { objects, isWhole: page === undefined, refused: undefined };
  } catch (error) {
    if (!(error instanceof OktaApiError)) throw error;
    return { objects, isWhole: false, refused: error.details };
  }
}

async function refusalOf(call: Promise<unknown>): Promise<OktaApiErrorDetails | undefined> {
  try {
    await call;
    return undefined;
  } catch (error) {
    if (error instanceof OktaApiError) return error.details;
    throw error;
  }
}
