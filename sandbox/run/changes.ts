/** Count of resources by what the engine did, or would do, to them: `{ create: 8 }`. */
export type Changes = Partial<Record<string, number>>;

const DONE: Readonly<Record<string, string>> = {
  create: "created",
  update: "updated",
  replace: "replaced",
  delete: "deleted",
  same: "unchanged",
};

/** What was done, in words: `14 created`. */
export function doneChanges(changes: Changes): string {
  const counts = Object.entries(changes).flatMap(([operation, count]) =>
    count && operation in DONE ? [`${count} ${DONE[operation]}`] : [],
  );
  return counts.join(", ") || "nothing to do";
}

/** What differs from the state: everything but resources that stay the same. */
export function pendingChanges(changes: Changes): string[] {
  return Object.entries(changes)
    .filter(([operation, count]) => operation !== "same" && operation !== "read" && count)
    .map(([operation, count]) => `${count} to ${operation}`);
}
