import { parseArgs } from "node:util";
import { OktaCaller } from "../../../okta-api/caller.ts";
import { OktaApiError } from "../../../okta-api/errors.ts";
import { timedFetch } from "../../../okta-api/timed-fetch.ts";
import { oktaVariables } from "../../../okta-api/variables.ts";
import { Redactor } from "../../../tokens/redact.ts";
import { type User, Users } from "./users.ts";

/** Reads and renames people of an Okta org, as a service app. See ../README.md. */

const redactor = new Redactor();

/** One line, without tokens and assertions, whoever put them there. */
function log(line: string): void {
  console.error(redactor.clean(line));
}

/** Tells each answer of the API, those before a repetition too. */
const loggedFetch: typeof fetch = async (input, init) => {
  const response = await timedFetch(fetch, 10_000)(input, init);
  const { pathname, search } = new URL(String(input));
  log(`${init?.method} ${pathname}${search} ${response.status}`);
  return response;
};

function usage(problem: string): never {
  log(`${problem}. See examples/okta-users/README.md.`);
  process.exit(2);
}

async function* asked(users: Users): AsyncGenerator<User> {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: { flat: { type: "boolean", default: false } },
  });
  const [command, user = "", first, last] = positionals;
  if (command === "get" && user !== "") yield await users.get(user);
  else if (command === "list") yield* users.list(Number(user || 10));
  else if (command === "rename" && first !== undefined && last !== undefined)
    yield await users.rename(user, first, last, values.flat);
  else usage("Usage: main.ts get USER | list [LIMIT] | rename [--flat] USER FIRST LAST");
}

const access = await oktaVariables(process.env, ["okta.users.read", "okta.users.manage"]);
if (typeof access === "string") usage(`This needs ${access}`);
try {
  for await (const { id, profile } of asked(
    new Users(new OktaCaller({ ...access, fetch: loggedFetch })),
  )) {
    console.log(JSON.stringify({ id, ...profile }));
  }
} catch (error) {
  if (!(error instanceof OktaApiError)) throw error;
  const missing = error.details.challenge?.includes("insufficient_scope");
  log(`${error.message}${missing ? " (insufficient_scope)" : ""}`);
  process.exitCode = 1;
}
