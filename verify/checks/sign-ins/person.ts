import { readLocalUsers } from "../../../neo4j-client/database-objects.ts";
import type { OktaApi } from "../../../okta-api/client.ts";
import type { OktaUser } from "../../../okta-api/objects.ts";
import { groupIdsOf } from "../../diagnosis/sign-ins/groups.ts";
import { type Cause, type Check, failed, passed, show, type Verdict } from "../check.ts";
import type { SignInContext } from "../context.ts";
import { NO_API, NO_BREAK_GLASS, NOT_OKTA } from "../not-looked.ts";

/** Whom nobody asked about. */
const NOT_ASKED: Verdict = { status: "inapplicable", reason: "not asked for (--person)" };

const UNKNOWN: Cause = {
  side: "client",
  setting: "--person",
  fix: "Is it the person's login at Okta, letter by letter, which may differ from the e-mail address?",
};

type Person = { not: Verdict } | { okta: OktaApi; user: OktaUser | undefined };

/** People are at Okta; only their groups and whether they may sign in are read. */
export const personActive: Check<SignInContext> = {
  id: "person.active",
  title: "The person may sign in at Okta (with --person and --okta-api)",
  side: "okta",
  setting: "status of the person",
  fix: "Okta lets nobody sign in who is suspended, locked out, not activated or gone. An administrator of the org activates, unsuspends or unlocks.",
  symptoms: ["Okta's page says that it is unable to sign in"],
  optional: true,
  run: async (context) => {
    const person = await personOf(context);
    if ("not" in person) return person.not;
    if (person.user === undefined) return failed("a person", "nobody has this login", UNKNOWN);
    const { status } = person.user;
    return status === "ACTIVE" ? passed(status) : failed("ACTIVE", status);
  },
};

/** Okta lets in members of the app's groups only, and only mapped groups give roles. */
export const personGroups: Check<SignInContext> = {
  id: "person.groups",
  title: "The person is in a mapped group (with --person and --okta-api)",
  side: "okta",
  setting: "groups of the person",
  fix: "Add the person to one of the groups under signIns[].groups at Okta; sign in again for a new token.",
  symptoms: [
    "User is not assigned to the client application",
    "signed in, but every statement is refused",
  ],
  optional: true,
  run: async (context) => {
    const { signIn } = context;
    const person = await personOf(context);
    if ("not" in person) return person.not;
    const { okta, user } = person;
    if (user === undefined) return { status: "skipped", reason: "nobody has this login" };
    const member = new Set((await okta.groupsOf(user)).map(({ id }) => id));
    const mapped = await groupIdsOf(signIn, okta);
    const groups = [...mapped].flatMap(([name, id]) => (id && member.has(id) ? [name] : []));
    if (groups.length === 0) return failed(`one of ${show([...mapped.keys()])}`, "none of them");
    const roles = new Set(groups.flatMap((group) => signIn.groups[group] ?? []));
    return passed(`${show(groups)}, so roles ${show([...roles].sort())}`);
  },
};

/** Where only local users are let in, the database decides as well. */
export const personLocalUser: Check<SignInContext> = {
  id: "person.local_user",
  title: "The person's local user lets the sign-in in (with --person and --break-glass)",
  side: "neo4j",
  setting: "local user of the person",
  fix: "database.users in the stack's settings, then npm run database -- --apply: the user has to have auth: { oidc-<sign-in>: <id> }, and not to be suspended.",
  symptoms: [
    "SSO token was not accepted by neo4j",
    "the security log says that a user is suspended",
  ],
  optional: true,
  run: async (context) => {
    const { person, breakGlass, signIn } = context;
    if (person === undefined) return NOT_ASKED;
    if (breakGlass === undefined) return NO_BREAK_GLASS;
    const settings = await breakGlass.settings();
    if (settings.get("dbms.security.require_local_user")?.toLowerCase() !== "true") {
      const reason = "Neo4j lets in others than local users, whose status counts for nothing then";
      return { status: "inapplicable", reason };
    }
    const ids = await idsOf(context, person);
    const provider = `oidc-${signIn.id}`;
    const users = await readLocalUsers(context.neo4j, breakGlass);
    const linked = [...users].find(([, { auth }]) => ids.includes(auth.get(provider) ?? ""));
    const [name, user] = linked ?? [];
    if (user?.suspended) return failed("a user that may log in", `user ${name} is suspended`);
    if (name !== undefined) return passed(name);
    return signIn.provider === "okta"
      ? failed(`a local user with its id at ${provider}`, "none")
      : { status: "inapplicable", reason: "no local user is linked to the person" };
  },
};

/** What the username claim may say of a person. */
async function idsOf(context: SignInContext, person: string): Promise<string[]> {
  const found = await personOf(context);
  if ("not" in found || found.user === undefined) return [person];
  const { tokenType, usernameClaim } = context.signIn;
  const { id, profile } = found.user;
  const { login, email } = profile;
  if (usernameClaim === "email") return [email ?? ""];
  if (usernameClaim !== "sub") return [login, email ?? "", id];
  return [tokenType === "id_token" ? id : login];
}

/** The person at Okta, or why there is none to look at. */
async function personOf({ person, okta, signIn }: SignInContext): Promise<Person> {
  if (person === undefined) return { not: NOT_ASKED };
  if (signIn.provider !== "okta") return { not: NOT_OKTA };
  if (okta === undefined) return { not: NO_API };
  return { okta, user: await okta.user(person) };
}
