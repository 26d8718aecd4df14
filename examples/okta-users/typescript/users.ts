import { z } from "zod";
import type { OktaCaller } from "../../../okta-api/caller.ts";
import { Pages } from "../../../okta-api/pages.ts";

const userSchema = z.object({
  id: z.string(),
  profile: z.object({ login: z.string(), firstName: z.string(), lastName: z.string() }),
});

/** A person of the org, as far as the example is concerned. */
export type User = z.infer<typeof userSchema>;

const USERS = "/api/v1/users";

/** The users of an org, as far as the app's admin roles and its token's scopes reach. */
export class Users {
  readonly #okta: OktaCaller;
  readonly #pages: Pages;

  constructor(okta: OktaCaller) {
    this.#okta = okta;
    this.#pages = new Pages(okta);
  }

  /** @param user id or login */
  async get(user: string): Promise<User> {
    return userSchema.parse(await this.#okta.request("GET", pathOf(user)));
  }

  /** Every user, `limit` at a time: each page names the address of the next one. */
  async *list(limit: number): AsyncGenerator<User> {
    for (let page: string | undefined = `${USERS}?limit=${limit}`; page !== undefined; ) {
      const { items, next } = await this.#pages.page(USERS, page);
      yield* z.array(userSchema).parse(items);
      page = next;
    }
  }

  /** @param flat leaves out the object that the names belong into, which Okta refuses */
  async rename(user: string, firstName: string, lastName: string, flat: boolean): Promise<User> {
    const names = { firstName, lastName };
    const body = flat ? names : { profile: names };
    return userSchema.parse(await this.#okta.request("POST", pathOf(user), body));
  }
}

function pathOf(user: string): string {
  return `${USERS}/${encodeURIComponent(user)}`;
}
