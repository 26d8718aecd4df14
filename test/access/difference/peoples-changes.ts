import { type Changes, peoplesStack } from "../one-sign-in.ts";
import { changes } from "./said.ts";

/** What the page says of a stack with people, beside the restart, which every setting of Neo4j causes. */
export function peoplesChanges(before: Changes, after: Changes): string[] {
  return changes(peoplesStack(before), peoplesStack(after)).filter(
    (line) => !line.startsWith("outage restart"),
  );
}
