import type { Properties } from "../../protocol/values.ts";
import type { Document, OktaClient } from "../client.ts";
import { textOf } from "../document.ts";
import { during } from "../error.ts";
import { SERVERS, serverValues } from "../resources/server.ts";

/** `okta:auth/getServer:getServer`: an authorization server by its name. */
export async function getServer(okta: OktaClient, args: Properties): Promise<Properties> {
  const name = args.name;
  if (typeof name !== "string" || name === "") {
    throw new Error('okta:auth/getServer:getServer: missing required argument "name"');
  }
  const answer = await during(`find auth server '${name}'`, () =>
    okta.request("supplement", "GET", `${SERVERS}?limit=200&q=${encodeURIComponent(name)}`),
  );
  const servers = Array.isArray(answer.items) ? (answer.items as Document[]) : [];
  const found = servers.findLast((candidate) => candidate.name === name);
  if (found === undefined) {
    throw new Error(`authorization server with name '${name}' does not exist`);
  }
  const values = serverValues(found);
  for (const key of ["credentialsLastRotated", "credentialsNextRotation"]) values[key] ??= "";
  return { id: textOf(found, "id"), ...values };
}
