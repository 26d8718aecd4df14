import type { BridgedOperations } from "../../bridged/resource.ts";
import type { JsonObject } from "../../protocol/values.ts";
import type { OktaClient } from "../client.ts";
import { objectsOf, setOf, textOf } from "../document.ts";
import { during, unlessGone } from "../error.ts";
import { documentFrom, set, text, valuesFrom } from "../mapping.ts";

const ROLES = "/api/v1/iam/roles";

/** `okta:index/adminRoleCustom:AdminRoleCustom`: permissions that an admin role gives. Not read after a write. */
export function adminRole(okta: () => OktaClient): BridgedOperations {
  const schema = {
    description: text("description", { required: true }),
    label: text("label", { required: true, forceNew: true }),
    permissions: set(),
  };
  const call = (method: string, path: string, body?: JsonObject): Promise<JsonObject> =>
    okta().request("supplement", method, `${ROLES}${path}`, body);

  return {
    schema,
    parseImportId: (importId) => ({ id: importId, values: {} }),
    create: (values) =>
      during("create custom admin role", async () => {
        const permissions = setOf(values, "permissions");
        if (permissions.length === 0) {
          throw new Error("at least one permission must be specified when creating custom role");
        }
        const body = { ...documentFrom(schema, values), permissions };
        const created = await call("POST", "", body);
        return { id: textOf(created, "id"), values, complete: async () => values };
      }),
    async read(id) {
      const role = await during("find custom admin role", () => unlessGone(call("GET", `/${id}`)));
      if (role === undefined) return undefined;
      const listed = await during("list permissions for custom admin role", () =>
        call("GET", `/${id}/permissions`),
      );
      const permissions = objectsOf(listed, "permissions").map(({ label }) => String(label));
      return { ...valuesFrom(schema, role), permissions };
    },
    async update(id, planned, old) {
      if (planned.description !== old.description) {
        await during("update custom admin role", () =>
          call("PUT", `/${id}`, documentFrom(schema, planned)),
        );
      }
      const [wanted, before] = [setOf(planned, "permissions"), setOf(old, "permissions")];
      for (const permission of wanted.filter((one) => !before.includes(one))) {
        await during(`add ${permission} permission to the custom role ${id}`, () =>
          call("POST", `/${id}/permissions/${permission}`),
        );
      }
      for (const permission of before.filter((one) => !wanted.includes(one))) {
        await during(`remove ${permission} permission from the custom role ${id}`, () =>
          call("DELETE", `/${id}/permissions/${permission}`),
        );
      }
      return planned;
    },
    async delete(id) {
      await during("delete admin custom role", () => unlessGone(call("DELETE", `/${id}`)));
    },
  };
}
