import type { BridgedOperations } from "../bridged/resource.ts";

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
