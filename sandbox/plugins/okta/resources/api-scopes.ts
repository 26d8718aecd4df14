import type { BridgedOperations } from "../../bridged/resource.ts";
import type { JsonObject, Properties } from "../../protocol/values.ts";
import type { OktaClient } from "../client.ts";
import { objectsOf, setOf, textOf } from "../document.ts";
import { during, unlessGone } from "../error.ts";
import { set, text } from "../mapping.ts";

/**
 * `okta:index/appOauthApiScope:AppOauthApiScope`: the scopes of Okta's API that an app may ask for. Its id is the app's,
 * and it takes every grant of the app for its own.
 */
export function apiScopes(okta: () => OktaClient): BridgedOperations {
  const schema = {
    appId: text(undefined, { required: true, forceNew: true }),
    issuer: text(undefined, { required: true }),
    scopes: set(undefined, { required: true }),
  };
  const call = (method: string, values: Properties, id = "", body?: JsonObject) =>
    okta().request(
      "supplement",
      method,
      `/api/v1/apps/${textOf(values, "appId")}/grants${id}`,
      body,
    );
  const grantsOf = (values: Properties): Promise<JsonObject[]> =>
    during("get application scope consent grants", async () =>
      objectsOf(await call("GET", values), "items"),
    );
  const grant = (scopes: string[], values: Properties): Promise<void> =>
    during("create application scope consent grant", async () => {
      for (const scopeId of scopes) {
        const body = { issuer: textOf(values, "issuer"), scopeId };
        await during("grant application api scope", () => call("POST", values, "", body));
      }
    });
  /** A scope that is not granted is none to revoke. */
  const revoke = (scopes: string[], values: Properties, grants: JsonObject[]): Promise<void> =>
    during("revoke application scope consent grant", async () => {
      for (const { scopeId, id } of grants) {
        if (!scopes.includes(String(scopeId))) continue;
        await during("revoke application api scope", () =>
          unlessGone(call("DELETE", values, `/${id}`)),
        );
      }
    });
  const read = async (known: Properties): Promise<Properties> => {
    const grants = await grantsOf(known);
    return { ...known, scopes: grants.map(({ scopeId }) => String(scopeId)) };
  };

  return {
    schema,
    parseImportId: (importId) => ({ id: importId, values: { appId: importId } }),
    async create(values) {
      await grant(setOf(values, "scopes"), values);
      // Until it is read, the official plugin notes nothing of it.
      const made = await read(values);
      return { id: textOf(values, "appId"), values: made, complete: async () => made };
    },
    async read(_id, known) {
      if (textOf(known, "issuer") !== "") return read(known);
      const [first] = await grantsOf(known);
      if (first === undefined) throw new Error("no application scope found");
      return read({ ...known, issuer: textOf(first, "issuer") });
    },
    async update(_id, planned) {
      const wanted = setOf(planned, "scopes");
      const before = (await grantsOf(planned)).map(({ scopeId }) => String(scopeId));
      await grant(
        wanted.filter((scope) => !before.includes(scope)),
        planned,
      );
      const now = await grantsOf(planned);
      await revoke(
        before.filter((scope) => !wanted.includes(scope)),
        planned,
        now,
      );
      return read(planned);
    },
    async delete(_id, old) {
      const grants = await unlessGone(call("GET", old));
      await revoke(setOf(old, "scopes"), old, objectsOf(grants ?? {}, "items"));
    },
  };
}
