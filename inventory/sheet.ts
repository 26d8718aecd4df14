import { Neo4jOktaError } from "../access/errors.ts";
import { meant } from "../access/meant.ts";
import { visible } from "../access/visible.ts";
import { wrap } from "../review/reports/lines.ts";
import { day } from "./formats/columns.ts";
import type { Account, Inventory } from "./schema.ts";

/**
 * What the owner of a service needs to use an account. No secret is in it.
 *
 * @throws Neo4jOktaError `access-account-unknown`
 */
export function handOver(name: string, inventory: Inventory): string {
  const found = inventory.accounts.filter((account) => account.name === name);
  if (found.length > 0) return found.map((account) => sheet(account, inventory)).join("\n");
  const names = inventory.accounts.map((account) => account.name);
  const guess = meant(name, names);
  const hint =
    guess === undefined ? "npm run access lists them" : `did you mean ${visible(guess)}?`;
  throw new Neo4jOktaError("access-account-unknown", `The stack has no account ${name}; ${hint}`);
}

function sheet(account: Account, inventory: Inventory): string {
  const { name, clientId, owner, purpose, expires, status, created, modified } = account;
  return `${[
    `Hand-over of ${name}`,
    row("For", purpose ?? "not stated"),
    row("Ask", owner ?? "whoever deploys the stack: the account names no owner"),
    row("Status", status === "ACTIVE" ? status : "INACTIVE: it gets no token"),
    row("Expires", expires === undefined ? "no day is set" : `after ${expires}, UTC`),
    row("Client id", `${clientId}; also its user name in the database`),
    row("Credential", credential(account)),
    ...account.logins.flatMap((login) => loginRows(login, account, inventory)),
    ...account.unknown.map((what) => row("Not known", `roles in ${what}`)),
    ...(created === undefined ? [] : [row("Created", day(created) ?? "")]),
    ...(modified === undefined ? [] : [row("Modified", day(modified) ?? "")]),
  ].join("\n")}\n`;
}

function loginRows(
  { neo4j, tokenEndpoint, audience, scope, lifetimeMinutes }: Account["logins"][number],
  { routes, unknown }: Account,
  { databases }: Inventory,
): string[] {
  const address = databases.find(({ name }) => name === neo4j)?.address;
  const roles = routes
    .filter((route) => route.neo4j === neo4j && route.scope === scope)
    .map(({ role, group }) => `${role} by group ${group}`);
  return [
    row("Database", `${neo4j}${address === undefined ? "" : `, ${address} inside the cluster`}`),
    row("Roles", `${[...new Set(roles)].join(", ") || rolesLeftOpen(unknown)}, and PUBLIC`),
    row("Tokens from", tokenEndpoint),
    row("Ask for", `grant_type client_credentials, scope ${scope}`),
    row("Audience", audience),
    row("Lifetime", `${lifetimeMinutes} minutes; the session ends with its token`),
  ];
}

/** Without a role: what is open may give one all the same, and follows on the sheet. */
const rolesLeftOpen = (unknown: readonly string[]) => (unknown.length > 0 ? "not known" : "none");

function credential({ credential, keyIds, jwksUri, secrets }: Account): string {
  const [first] = secrets;
  if (credential === "private_key_jwt") {
    const own = keyIds.length === 0 ? "no key yet" : `the key of id ${keyIds.join(" or ")}`;
    return `${credential}, signed by ${jwksUri === undefined ? own : `a key at ${jwksUri}`}`;
  }
  return first === undefined
    ? `${credential}; the stack delivers no Secret: ask for the client secret`
    : `${credential}; in the Kubernetes Secret ${secrets.join(", ")}`;
}

/** A heading and its text, all lines of which begin in the same column. */
function row(heading: string, text: string): string {
  return wrap(text, WIDTH).replace(" ".repeat(WIDTH), heading.padEnd(WIDTH));
}

const WIDTH = "Credential  ".length;
