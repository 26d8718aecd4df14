import { afterCreating, type BridgedOperations } from "../../bridged/resource.ts";
import { oneOf, type ResourceSchema } from "../../bridged/schema.ts";
import type { Properties } from "../../protocol/values.ts";
import type { Document, OktaClient } from "../client.ts";
import { at, listOf, omitEmpty, Planned, textOf } from "../document.ts";
import { during, unlessGone } from "../error.ts";

const SERVERS = "/api/v1/authorizationServers";

/** `okta_auth_server` as @pulumi/okta shows it. */
const SERVER: ResourceSchema = {
  audiences: { type: "set", required: true },
  credentialsLastRotated: { type: "string", outputOnly: true },
  credentialsNextRotation: { type: "string", outputOnly: true },
  credentialsRotationMode: { type: "string", default: "AUTO" },
  description: { type: "string" },
  issuer: { type: "string", outputOnly: true },
  issuerMode: { type: "string", default: "ORG_URL" },
  kid: { type: "string", outputOnly: true },
  name: { type: "string", required: true, autonamed: true },
  status: { type: "string", default: "ACTIVE", validate: oneOf("ACTIVE", "INACTIVE") },
};

/** The values of an authorization server as Okta returns it, under their Pulumi names. */
function serverValues(server: Document): Properties {
  const signing = at(server, "credentials", "signing");
  const optional = (key: string): string | null => textOf(signing, key) || null;
  const issuerMode = textOf(server, "issuerMode");
  return {
    audiences: listOf(server, "audiences"),
    credentialsLastRotated: optional("lastRotated"),
    credentialsNextRotation: optional("nextRotation"),
    credentialsRotationMode: textOf(signing, "rotationMode"),
    description: textOf(server, "description"),
    issuer: textOf(server, "issuer"),
    kid: textOf(signing, "kid"),
    name: textOf(server, "name"),
    status: textOf(server, "status"),
    ...(issuerMode === "" ? {} : { issuerMode }),
  };
}

function body(planned: Planned): Document {
  return {
    audiences: planned.set("audiences"),
    credentials: { signing: { rotationMode: planned.text("credentialsRotationMode") } },
    ...omitEmpty({ description: planned.text("description") }),
    issuerMode: planned.text("issuerMode"),
    name: planned.text("name"),
  };
}

/** `okta:auth/server:Server`: an authorization server of one's own. */
export function server(okta: () => OktaClient): BridgedOperations {
  const call = (method: string, path: string, document?: Document): Promise<Document> =>
    okta().request("supplement", method, path, document);

  const read = async (id: string, known: Properties): Promise<Properties | undefined> => {
    const found = await during("get authorization server", () =>
      unlessGone(call("GET", `${SERVERS}/${id}`)),
    );
    return found === undefined ? undefined : { ...known, ...serverValues(found) };
  };
  const readAfterWrite = async (id: string, planned: Properties): Promise<Properties> => {
    const values = await read(id, planned);
    if (values === undefined)
      throw new Error(`authorization server ${id} is gone right after it was written`);
    return values;
  };
  const lifecycle = (id: string, step: "activate" | "deactivate"): Promise<Document> =>
    during(`${step} authorization server`, () =>
      call("POST", `${SERVERS}/${id}/lifecycle/${step}`),
    );

  return {
    schema: SERVER,
    async create(values) {
      const planned = new Planned(values);
      const created = await during("create authorization server", () =>
        call("POST", SERVERS, body(planned)),
      );
      const id = textOf(created, "id");
      return afterCreating(id, values, async () => {
        // Okta answers a new server with AUTO whatever was asked for; MANUAL takes an update.
        if (planned.text("credentialsRotationMode") === "MANUAL") {
          await lifecycle(id, "activate");
          await during("update authorization server", () =>
            call("PUT", `${SERVERS}/${id}`, body(planned)),
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
        call("PUT", `${SERVERS}/${id}`, body(planned)),
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
  const servers = Array.isArray(answer.items) ? (answer.items as Document[]) : [];
  const found = servers.findLast((candidate) => candidate.name === name);
  if (found === undefined) {
    throw new Error(`authorization server with name '${name}' does not exist`);
  }
  const values = serverValues(found);
  for (const key of ["credentialsLastRotated", "credentialsNextRotation"]) values[key] ??= "";
  return { id: textOf(found, "id"), ...values };
}
