import type { BridgedOperations } from "../../bridged/resource.ts";
import type { Properties } from "../../protocol/values.ts";
import type { OktaClient } from "../client.ts";
import { textOf } from "../document.ts";
import { saying, unlessGone } from "../error.ts";
import { documentFrom, text, valuesFrom } from "../mapping.ts";

const OUTPUT = { outputOnly: true } as const;
const NEW = { forceNew: true } as const;

/** Only for a custom role; empty for a standard one. */
const OF_CUSTOM = { ...NEW, omitEmpty: true, whenEmpty: "null" } as const;

/**
 * `okta:app/oauthRoleAssignment:OauthRoleAssignment`: an admin role of a client. Every change is another one; one that
 * is gone at Okta fails to be read, as with the official plugin.
 */
export function roleAssignment(okta: () => OktaClient): BridgedOperations {
  const schema = {
    clientId: text(undefined, { ...NEW, required: true }),
    label: text("label", OUTPUT),
    resourceSet: text("resource-set", OF_CUSTOM),
    role: text("role", OF_CUSTOM),
    status: text("status", OUTPUT),
    type: text("type", { ...NEW, required: true }),
  };
  const pathOf = (values: Properties, id = ""): string =>
    `/oauth2/v1/clients/${textOf(values, "clientId")}/roles${id}`;

  return {
    schema,
    judge({ type, role, resourceSet }) {
      if (type !== "CUSTOM" || (role !== undefined && resourceSet !== undefined)) return [];
      const reason =
        "Missing attribute configuration: when type is set to 'CUSTOM', the resourceSet and role attributes must be set";
      return [{ property: "type", reason }];
    },
    parseImportId: (importId) => {
      const [clientId = "", id = "", ...rest] = importId.split("/");
      if (clientId === "" || id === "" || rest.length > 0) {
        throw new Error(
          "Unexpected Import Identifier: Expected import identifier with format <client_id>/<role_id>",
        );
      }
      return { id, values: { clientId } };
    },
    create: (planned) =>
      saying("Unable to assign role to client", async () => {
        const body = documentFrom(schema, planned);
        const made = await okta().request("supplement", "POST", pathOf(planned), body);
        const values = { ...planned, ...valuesFrom(schema, made) };
        return { id: textOf(made, "id"), values, complete: async () => values };
      }),
    async read(id, known) {
      const found = await saying("Unable to read role assignment", () =>
        okta().request("supplement", "GET", pathOf(known, `/${id}`)),
      );
      return { ...known, ...valuesFrom(schema, found) };
    },
    async update() {
      throw new Error("Update not supported: OAuth Role Assignments cannot be updated");
    },
    async delete(id, old) {
      await saying("Unable to delete role assignment", () =>
        unlessGone(okta().request("supplement", "DELETE", pathOf(old, `/${id}`))),
      );
    },
  };
}
