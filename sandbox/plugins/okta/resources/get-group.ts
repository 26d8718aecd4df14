import type { JsonObject, Properties } from "../../protocol/values.ts";
import type { OktaClient } from "../client.ts";
import { at, flagOf, objectsOf, textOf } from "../document.ts";
import { during } from "../error.ts";
import { valuesFrom } from "../mapping.ts";
import { GROUPS, group } from "./people.ts";

/**
 * `okta:group/getGroup:getGroup`: a group by its id, or by its name and, where it is given, its type. As in the
 * official plugin, the only group whose name begins with the name will do. `delayReadSeconds` is for orgs that are
 * slow to know what was written; the emulated one never is, so that nobody waits here.
 */
export async function getGroup(okta: OktaClient, args: Properties): Promise<Properties> {
  const [id, name, type] = ["id", "name", "type"].map((key) => textOf(args, key));
  if (id && (name || type)) {
    throw new Error(`"id": conflicts with ${name ? '"name"' : '"type"'}`);
  }
  const found = id
    ? await during("get group by ID", () => okta.request("sdk", "GET", `${GROUPS}/${id}`))
    : await byName(okta, name ?? "", type ?? "");
  return {
    ...valuesFrom(group.schema, found),
    id: textOf(found, "id"),
    type: textOf(found, "type"),
    includeUsers: flagOf(args, "includeUsers"),
    users: flagOf(args, "includeUsers") ? await usersOf(okta, textOf(found, "id")) : [],
  };
}

async function byName(okta: OktaClient, name: string, type: string): Promise<JsonObject> {
  const filter = type === "" ? {} : { filter: `type eq "${type}"` };
  const query = new URLSearchParams({ q: name, ...filter });
  const answer = await during(`find group '${name}'`, () =>
    okta.request("sdk", "GET", `${GROUPS}?${query}`),
  );
  const candidates = objectsOf(answer, "items");
  const ofType = type === "" ? "" : ` and type "${type}"`;
  if (candidates.length > 1) {
    const exact = candidates.find((each) => textOf(at(each, "profile"), "name") === name);
    if (exact !== undefined) return exact;
    throw new Error(
      `group starting with name "${name}"${ofType} matches ${candidates.length} groups, select a more precise name parameter`,
    );
  }
  const [only] = candidates;
  if (only === undefined) throw new Error(`group with name "${name}"${ofType} does not exist`);
  return only;
}

/** Ids of those who are in the group. */
async function usersOf(okta: OktaClient, id: string): Promise<string[]> {
  const answer = await during("list group user IDs", () =>
    okta.request("sdk", "GET", `${GROUPS}/${id}/users?limit=1000`),
  );
  return objectsOf(answer, "items").map((user) => textOf(user, "id"));
}
