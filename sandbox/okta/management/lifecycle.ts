import type { Status } from "../entities.ts";
import type { Answer, Call, Row } from "../http/route.ts";
import { type Org, timestamp } from "../org.ts";

/** The two calls that switch an object on and off: `{path}/lifecycle/activate` and `.../deactivate`. */
export function lifecycleRoutes(
  path: string,
  noun: string,
  setStatus: (call: Call, status: Status) => Answer,
): Row[] {
  const at = `${path}/lifecycle`;
  return [
    ["POST", `${at}/activate`, `Activate ${noun}`, (call) => setStatus(call, "ACTIVE")],
    ["POST", `${at}/deactivate`, `Deactivate ${noun}`, (call) => setStatus(call, "INACTIVE")],
  ];
}

/** Gives an object this status, as of now. */
export function switchTo(
  org: Org,
  item: { status: Status; lastUpdated: string },
  status: Status,
): void {
  item.status = status;
  item.lastUpdated = timestamp(org);
}
