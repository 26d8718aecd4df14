import type { BridgedOperations } from "../../bridged/resource.ts";
import type { JsonObject, Properties } from "../../protocol/values.ts";
import type { OktaClient } from "../client.ts";
import { objectsOf, textOf } from "../document.ts";
import { during, unlessGone } from "../error.ts";
import { NAME, type OktaProperty, STATUS, set, text, valuesFrom } from "../mapping.ts";
import { type CollectionEntry, entryOperations, lifecycleStep } from "./collection.ts";

/** A time of the signing key. */
function time(name: string): OktaProperty {
  return text(`credentials.signing.${name}`, { outputOnly: true, whenEmpty: "null" });
}

const SERVER: CollectionEntry = {
  schema: {
    audiences: set("audiences", { required: true }),
    credentialsLastRotated: time("lastRotated"),
    credentialsNextRotation: time("nextRotation"),
    credentialsRotationMode: text("credentials.signing.rotationMode", { default: "AUTO" }),
    description: text("description", { omitEmpty: true }),
    issuer: text("issuer", { outputOnly: true }),
    issuerMode: text("issuerMode", { default: "ORG_URL", whenEmpty: "kept" }),
    kid: text("credentials.signing.kid", { outputOnly: true }),
    name: NAME,
    status: { ...STATUS, unsent: true },
  },
  noun: "authorization server",
  sender: "supplement",
  collection: "/api/v1/authorizationServers",
  deleteToleratesGone: true,
};

/** `okta:auth/server:Server`: an authorization server of one's own. */
export function server(okta: () => OktaClient): BridgedOperations {
  const entry = entryOperations(okta, SERVER);
  const post = (id: string, step: "activate" | "deactivate"): Promise<JsonObject> =>
    okta().request("supplement", "POST", `${SERVER.collection}/${id}/lifecycle/${step}`);

  return {
    ...entry,
    async create(values) {
      const created = await entry.create(values);
      if (values.credentialsRotationMode !== "MANUAL") return created;
      return {
        ...created,
        // Okta answers a new server with AUTO whatever was asked for; MANUAL takes an update.
        async complete() {
          await during("activate authorization server", () => post(created.id, "activate"));
          await entry.update(created.id, values, values);
          return created.complete();
        },
      };
    },
    async update(id, values, old) {
      const step = lifecycleStep(values);
      if (values.status !== old.status) {
        await during(`${step} authorization server`, () => post(id, step));
      }
      return entry.update(id, values, old);
    },
    async delete(id, old) {
      await during("deactivate authorization server", () => unlessGone(post(id, "deactivate")));
      await entry.delete(id, old);
    },
  };
}

/** `okta:auth/getServer:getServer`: an authorization server by its name. */
export async function getServer(okta: OktaClient, { name }: Properties): Promise<Properties> {
  if (typeof name !== "string" || name === "") {
    throw new Error('okta:auth/getServer:getServer: missing required argument "name"');
  }
  const query = `limit=200&q=${encodeURIComponent(name)}`;
  const answer = await during(`find auth server '${name}'`, () =>
    okta.request("supplement", "GET", `${SERVER.collection}?${query}`),
  );
  const found = objectsOf(answer, "items").findLast((candidate) => candidate.name === name);
  if (found === undefined) {
    throw new Error(`authorization server with name '${name}' does not exist`);
  }
  const values = valuesFrom(SERVER.schema, found);
  for (const key of ["credentialsLastRotated", "credentialsNextRotation"]) values[key] ??= "";
  return { id: textOf(found, "id"), ...values };
}
