import type { Status } from "../entities.ts";
import type { Call, Route, Row } from "../http/route.ts";
import { timestamp } from "../org.ts";

interface Switchable {
  status: Status;
  lastUpdated: string;
}

/**
 * The two calls that switch an object on and off: `{path}/lifecycle/activate` and `.../deactivate`.
 * `answer` answers with what `find` finds; `mayEnd` refuses to switch off what has to stay on.
 */
export function lifecycleRoutes<T extends Switchable>(
  path: string,
  noun: string,
  find: (call: Call) => T,
  answer: (act: (call: Call) => T) => Route["handle"],
  mayEnd: (call: Call, item: T) => void = () => {},
): Row[] {
  const to = (status: Status) =>
    answer((call) => {
      const item = find(call);
      if (status === "INACTIVE") mayEnd(call, item);
      item.status = status;
      item.lastUpdated = timestamp(call.org);
      return item;
    });
  return [
    ["POST", `${path}/lifecycle/activate`, `Activate ${noun}`, to("ACTIVE")],
    ["POST", `${path}/lifecycle/deactivate`, `Deactivate ${noun}`, to("INACTIVE")],
  ];
}
