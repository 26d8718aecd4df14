import { afterCreating, type BridgedOperations } from "../../bridged/resource.ts";
import type { JsonObject, Properties } from "../../protocol/values.ts";
import type { OktaClient, Sender } from "../client.ts";
import { Planned, textOf } from "../document.ts";
import { during, unlessGone } from "../error.ts";
import { documentFrom, type OktaSchema, valuesFrom } from "../mapping.ts";

/** A resource under an authorization server: what tells it from its siblings. */
export interface NestedResource {
  schema: OktaSchema;
  /** As the official plugin's errors call it, e.g. `auth server claim`. */
  noun: string;
  sender: Sender;
  /** Properties that hold the parents' ids, outermost first. */
  parents: string[];
  /** The collection's path for the parents' values. */
  collection(values: Planned): string;
  /** What every document has besides its properties. */
  constants?: JsonObject;
  /** The status is switched by a lifecycle call after the update. */
  hasLifecycle: boolean;
  /** A delete that finds nothing is a success. */
  deleteToleratesGone: boolean;
  /** @throws what the official plugin refuses before it calls Okta. */
  refuse?(planned: Planned, isNew: boolean): void;
  /** Stored objects that are not deleted at Okta. */
  keepsOnDelete?(old: Planned): boolean;
}

/** Reads a resource, at any time (undefined when it is gone) and right after it was written. */
export function reading(
  noun: string,
  schema: OktaSchema,
  get: (id: string, known: Properties) => Promise<JsonObject>,
): {
  read(id: string, known: Properties): Promise<Properties | undefined>;
  readAfterWrite(id: string, planned: Properties): Promise<Properties>;
} {
  const read = async (id: string, known: Properties): Promise<Properties | undefined> => {
    const found = await during(`get ${noun}`, () => unlessGone(get(id, known)));
    return found === undefined ? undefined : { ...known, ...valuesFrom(schema, found) };
  };
  return {
    read,
    async readAfterWrite(id, planned) {
      const values = await read(id, planned);
      if (values === undefined) throw new Error(`${noun} ${id} is gone right after it was written`);
      return values;
    },
  };
}

/** The calls for a resource under an authorization server. */
export function nestedOperations(
  okta: () => OktaClient,
  resource: NestedResource,
): BridgedOperations {
  const { noun, parents } = resource;
  const call = (method: string, path: string, document?: JsonObject): Promise<JsonObject> =>
    okta().request(resource.sender, method, path, document);
  const body = (planned: Planned): JsonObject => ({
    ...documentFrom(resource.schema, planned),
    ...resource.constants,
  });
  const pathOf = (id: string, values: Planned): string => `${resource.collection(values)}/${id}`;

  const { read, readAfterWrite } = reading(noun, resource.schema, (id, known) =>
    call("GET", pathOf(id, new Planned(known))),
  );

  return {
    schema: resource.schema,
    parseImportId: (importId) => parseNestedId(importId, parents),
    async create(values) {
      const planned = new Planned(values);
      const created = await during(`create ${noun}`, async () => {
        resource.refuse?.(planned, true);
        return call("POST", resource.collection(planned), body(planned));
      });
      const id = textOf(created, "id");
      return afterCreating(id, values, () => readAfterWrite(id, values));
    },
    read,
    async update(id, values, old) {
      const planned = new Planned(values);
      await during(`update ${noun}`, async () => {
        resource.refuse?.(planned, false);
        await call("PUT", pathOf(id, planned), body(planned));
      });
      const status = planned.text("status");
      if (resource.hasLifecycle && status !== old.status) {
        const step = status === "ACTIVE" ? "activate" : "deactivate";
        await during(`change ${noun} status`, () =>
          call("POST", `${pathOf(id, planned)}/lifecycle/${step}`),
        );
      }
      return readAfterWrite(id, values);
    },
    async delete(id, old) {
      const known = new Planned(old);
      if (resource.keepsOnDelete?.(known) === true) return;
      const gone = call("DELETE", pathOf(id, known));
      await during(`delete ${noun}`, () =>
        resource.deleteToleratesGone ? unlessGone(gone) : gone,
      );
    },
  };
}

/** Takes an import id such as `authServerId/policyId/ruleId` apart; the parents' ids come first. */
function parseNestedId(importId: string, parents: string[]): { id: string; values: Properties } {
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
