import type { BridgedOperations, Created } from "../../bridged/resource.ts";
import type { JsonObject, Properties } from "../../protocol/values.ts";
import type { OktaClient, Sender } from "../client.ts";
import { textOf } from "../document.ts";
import { during, unlessGone } from "../error.ts";
import { documentFrom, type OktaSchema, valuesFrom } from "../mapping.ts";

/** A resource that is an entry of a collection: what tells it from others. */
export interface CollectionEntry {
  schema: OktaSchema;
  /** As the official plugin's errors call it, e.g. `auth server claim`. */
  noun: string;
  sender: Sender;
  /** Path of the collection, with the properties that hold the parents' ids in braces, outermost first. */
  collection: string;
  /** What every document has besides its properties. */
  constants?: JsonObject;
  /** Parts of the document that no property has a place for. */
  further?(planned: Properties): JsonObject;
  /** Values that stand in those parts. */
  furtherValues?(document: JsonObject): Properties;
  /** The status is switched by a lifecycle call after the update. */
  hasLifecycle?: true;
  /** The official plugin looks for a new object before it notes its id. */
  looksAfterCreate?: true;
  /** A delete that finds nothing is a success. */
  deleteToleratesGone?: true;
  /** @throws what the official plugin refuses before it calls Okta. */
  refuse?(planned: Properties, isNew: boolean): void;
  /** Stored objects that are not deleted at Okta. */
  keepsOnDelete?(old: Properties): boolean;
}

/** A parent's property in {@link CollectionEntry.collection}. */
const PARENT = /\{(\w+)\}/g;

/** The calls for an entry of a collection. */
export function entryOperations(okta: () => OktaClient, entry: CollectionEntry): BridgedOperations {
  const { noun, schema } = entry;
  const call = (method: string, path: string, document?: JsonObject): Promise<JsonObject> =>
    okta().request(entry.sender, method, path, document);
  const body = (planned: Properties): JsonObject => ({
    ...documentFrom(schema, planned),
    ...entry.further?.(planned),
    ...entry.constants,
  });
  const collectionOf = (values: Properties): string =>
    entry.collection.replace(PARENT, (_braced, parent: string) => textOf(values, parent));
  const pathOf = (id: string, values: Properties): string => `${collectionOf(values)}/${id}`;

  const read = async (id: string, known: Properties): Promise<Properties | undefined> => {
    const found = await during(`get ${noun}`, () => unlessGone(call("GET", pathOf(id, known))));
    if (found === undefined) return undefined;
    return { ...known, ...valuesFrom(schema, found), ...entry.furtherValues?.(found) };
  };
  const readAfterWrite = async (id: string, planned: Properties): Promise<Properties> => {
    const values = await read(id, planned);
    if (values === undefined) throw new Error(`${noun} ${id} is gone right after it was written`);
    return values;
  };

  return {
    schema,
    parseImportId: (importId) => parseImportId(importId, entry.collection),
    async create(values): Promise<Created> {
      const created = await during(`create ${noun}`, async () => {
        entry.refuse?.(values, true);
        return call("POST", collectionOf(values), body(values));
      });
      const id = textOf(created, "id");
      if (entry.looksAfterCreate) await call("GET", pathOf(id, values));
      return { id, values, complete: () => readAfterWrite(id, values) };
    },
    read,
    async update(id, values, old) {
      const path = pathOf(id, values);
      await during(`update ${noun}`, async () => {
        entry.refuse?.(values, false);
        await call("PUT", path, body(values));
      });
      if (entry.hasLifecycle && values.status !== old.status) {
        const step = lifecycleStep(values);
        await during(`change ${noun} status`, () => call("POST", `${path}/lifecycle/${step}`));
      }
      return readAfterWrite(id, values);
    },
    async delete(id, old) {
      if (entry.keepsOnDelete?.(old)) return;
      const deleted = call("DELETE", pathOf(id, old));
      await during(`delete ${noun}`, () =>
        entry.deleteToleratesGone ? unlessGone(deleted) : deleted,
      );
    },
  };
}

/** The call that brings an object into the planned status. */
export function lifecycleStep(planned: Properties): "activate" | "deactivate" {
  return planned.status === "ACTIVE" ? "activate" : "deactivate";
}

/** Takes an import id such as `authServerId/policyId/ruleId` apart; the parents' ids come first. */
function parseImportId(importId: string, collection: string): { id: string; values: Properties } {
  const parents = [...collection.matchAll(PARENT)].map(([, name = ""]) => name);
  const parts = importId.split("/");
  if (parts.length !== parents.length + 1 || parts.includes("")) {
    throw new Error(
      `import id ${JSON.stringify(importId)} is not of the form ${[...parents, "id"].join("/")}`,
    );
  }
  const values = Object.fromEntries(parents.map((name, index) => [name, parts[index]]));
  return { id: parts.at(-1) ?? "", values };
}

/** The operations with writes one after the other, as the official plugin serialises rules. */
export function serialized(operations: BridgedOperations): BridgedOperations {
  let last: Promise<unknown> = Promise.resolve();
  const afterLast = <T>(write: () => Promise<T>): Promise<T> => {
    const next = last.then(write, write);
    last = next.catch(() => undefined);
    return next;
  };
  return {
    ...operations,
    create: (planned) => afterLast(() => operations.create(planned)),
    update: (id, planned, old) => afterLast(() => operations.update(id, planned, old)),
    delete: (id, old) => afterLast(() => operations.delete(id, old)),
  };
}
