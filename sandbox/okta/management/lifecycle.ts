import type { Status } from "../entities.ts";
import type { Answer, Call, Route } from "../http/route.ts";

/** The two calls that switch an object on and off: `{path}/lifecycle/activate` and `.../deactivate`. */
export function lifecycleRoutes(
  path: string,
  noun: string,
  scope: string,
  setStatus: (call: Call, status: Status) => Answer,
): Route[] {
  const route = (verb: string, summary: string, status: Status): Route => ({
    method: "POST",
    path: `${path}/lifecycle/${verb}`,
    summary,
    scope,
    handle: (call) => setStatus(call, status),
  });
  return [
    route("activate", `Activate ${noun}`, "ACTIVE"),
    route("deactivate", `Deactivate ${noun}`, "INACTIVE"),
  ];
}
