import { forbidden, notFound } from "../../errors.ts";
import type { Call } from "../../http/route.ts";
import type { User } from "../../people-entities.ts";

/** The person behind an API token; the provider asks for it when it starts. */
export function readMe({ org, caller }: Call): User {
  if (caller.user === undefined) throw forbidden("A client has no user.");
  const user = org.users.get(caller.user);
  if (!user) throw notFound(caller.user, "User");
  return user;
}
