import { z } from "zod";
import type { OktaCaller } from "../../okta-api/caller.ts";
import { OktaApiError, type OktaApiErrorDetails } from "../../okta-api/errors.ts";

/** Okta has judged who asks, and then refused what was asked: a body that nothing can be made of. */
const JUDGED_LATER: readonly (number | undefined)[] = [400, 404, 405, 409];

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

/** The org's server `default` has that name in the addresses of Okta's API, beside its id. */
const idsSchema = z.array(
  z
    .object({ id: z.string(), issuer: z.string().optional() })
    .transform(({ id, issuer }) => (issuer?.endsWith("/oauth2/default") ? [id, "default"] : [id])),
);

/** What a list shows, page by page. */
export interface Listed {
  ids: ReadonlySet<string>;
  /** False: it goes on after the last page that was read. */
  isWhole: boolean;
  refused: OktaApiErrorDetails | undefined;
}

/** Reads a list until all that is wanted has been seen. */
export async function listIds(
  caller: OktaCaller,
  path: string,
  { wanted, pages }: { wanted: readonly string[]; pages: number },
): Promise<Listed> {
  const ids = new Set<string>();
  let page: string | undefined = path;
  try {
    for (let count = 0; page !== undefined && count < pages; count += 1) {
      const { body, link } = await caller.answer("GET", path, { page });
      for (const id of idsSchema.parse(body).flat()) ids.add(id);
      page = /<([^>]+)>;\s*rel="next"/.exec(link ?? "")?.[1];
      if (wanted.every((id) => ids.has(id))) break;
    }
    return { ids, isWhole: page === undefined, refused: undefined };
  } catch (error) {
    if (!(error instanceof OktaApiError)) throw error;
    return { ids, isWhole: false, refused: error.details };
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
