import { clientsOf, TYPES } from "../../access/effective/okta.ts";
import { text } from "../../access/effective/resource.ts";
import { jsonText } from "../../access/json.ts";
import type { State } from "../state.ts";

/** Configuration by which the rule `deletion-needs-flag` knows what is there, as JSON. */
export function baseline({ resources }: State): string {
  const servers = resources
    .filter(({ type }) => type === TYPES.server)
    .flatMap((server) => text(server, "name") ?? []);
  const accounts = clientsOf(resources).map(({ clientId }) => clientId);
  const known = (names: readonly unknown[]) =>
    names.filter((name) => typeof name === "string").sort();
  const rule = { servers: known(servers), accounts: known(accounts) };
  return jsonText({ "deletion-needs-flag": rule });
}
