import { afterCreating, type BridgedOperations } from "../../bridged/resource.ts";
import type { JsonObject, Properties } from "../../protocol/values.ts";
import type { OktaClient } from "../client.ts";
import { Planned, textOf } from "../document.ts";
import { during, unlessGone } from "../error.ts";
import { documentFrom, type OktaSchema, STATUS, valuesFrom } from "../mapping.ts";
import { reading } from "./nested.ts";

const SERVERS = "/api/v1/authorizationServers";

/** `okta_auth_server` as @pulumi/okta shows it. */
const SERVER: OktaSchema = {
  audiences: { type: "set", required: true, at: "audiences" },
  credentialsLastRotated: {
    type: "string",
    outputOnly: true,
    at: "credentials.signing.lastRotated",
    whenEmpty: "null",
  },
  credentialsNextRotation: {
    type: "string",
    outputOnly: true,
    at: "credentials.signing.nextRotation",
    whenEmpty: "null",
  },
  credentialsRotationMode: {
    type: "string",
    default: "AUTO",
    at: "credentials.signing.rotationMode",
  },
  description: { type: "string", at: "description", omitEmpty: true },
  issuer: { type: "string", outputOnly: true, at: "issuer" },
  issuerMode: { type: "string", default: "ORG_URL", at: "issuerMode", whenEmpty: "kept" },
  kid: { type: "string", outputOnly: true, at: "credentials.signing.kid" },
  name: { type: "string", required: true, autonamed: true, at: "name" },
  status: { ...STATUS, unsent: true },
};

/** `okta:auth/server:Server`: an authorization server of one's own. */
export function server(okta: () => OktaClient): BridgedOperations {
  const call = (method: string, path: string, document?: JsonObject): Promise<JsonObject> =>
    okta().request("supplement", method, path, document);

  const { read, readAfterWrite } = reading("authorization server", SERVER, (id) =>
    call("GET", `${SERVERS}/${id}`),
  );
  const lifecycle = (id: string, step: "activate" | "deactivate"): Promise<JsonObject> =>
    during(`${step} authorization server`, () =>
      call("POST", `${SERVERS}/${id}/lifecycle/${step}`),
    );

  return {
    schema: SERVER,
    async create(values) {
      const planned = new Planned(values);
      const created = await during("create authorization server", () =>
        call("POST", SERVERS, documentFrom(SERVER, planned)),
      );
      const id = textOf(created, "id");
      return afterCreating(id, values, async () => {
        // Okta answers a new server with AUTO whatever was asked for; MANUAL takes an update.
        if (planned.text("credentialsRotationMode") === "MANUAL") {
          await lifecycle(id, "activate");
          await during("update authorization server", () =>
            call("PUT", `${SERVERS}/${id}`, documentFrom(SERVER, planned)),
          );
          await readAfterWrite(id, values);
        }
        return readAfterWrite(id, values);
      });
    },
    read,
    async update(id, values, old) {
      const planned = new Planned(values);
      const status = planned.text("status");
      if (status !== old.status) {
        await lifecycle(id, status === "ACTIVE" ? "activate" : "deactivate");
      }
      await during("update authorization server", () =>
        call("PUT", `${SERVERS}/${id}`, documentFrom(SERVER, planned)),
      );
      return readAfterWrite(id, values);
    },
    async delete(id) {
      await during("deactivate authorization server", () =>
        unlessGone(call("POST", `${SERVERS}/${id}/lifecycle/deactivate`)),
      );
      await during("delete authorization server", () =>
        unlessGone(call("DELETE", `${SERVERS}/${id}`)),
      );
    },
  };
}

/** `okta:auth/getServer:getServer`: an authorization server by its name. */
export async function getServer(okta: OktaClient, args: Properties): Promise<Properties> {
  const name = args.name;
  if (typeof name !== "string" || name === "") {
    throw new Error('okta:auth/getServer:getServer: missing required argument "name"');
  }
  const answer = await during(`find auth server '${name}'`, () =>
    okta.request("supplement", "GET", `${SERVERS}?limit=200&q=${encodeURIComponent(name)}`),
  );
  const servers = Array.isArray(answer.items) ? (answer.items as JsonObject[]) : [];
  const found = servers.findLast((candidate) => candidate.name === name);
  if (found === undefined) {
    throw new Error(`authorization server with name '${name}' does not exist`);
  }
  const values = valuesFrom(SERVER, found);
  for (const key of ["credentialsLastRotated", "credentialsNextRotation"]) values[key] ??= "";
  return { id: textOf(found, "id"), ...values };
}
