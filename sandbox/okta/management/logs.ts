import { invalidField } from "../errors.ts";
import { limitOf } from "../http/pagination.ts";
import { type Answer, type Call, routes } from "../http/route.ts";
import { standardRole } from "../rights/needs.ts";
import type { LogEvent } from "../system-log/log.ts";
import { filterOf } from "./search.ts";

const DAY = 24 * 60 * 60 * 1000;

/** No permission of a custom role is about the System Log. */
const READ = standardRole(
  ...["SUPER_ADMIN", "ORG_ADMIN", "APP_ADMIN", "API_ACCESS_MANAGEMENT_ADMIN"],
  ...["READ_ONLY_ADMIN", "REPORT_ADMIN"],
);

/** The org's System Log. */
export const logRoutes = routes({ scope: "okta.logs", read: [READ], write: [] }, [
  [
    "GET",
    "/api/v1/logs",
    "Read the System Log (`since`, `until`, `filter`, `q`, `sortOrder`, `limit`, `after`)",
    list,
  ],
]);

/**
 * One page of the events, by default of the last seven days. Without `until`, in ascending order, there is always a
 * next page: the events to come.
 */
function list(call: Call): Answer {
  const { org, query } = call;
  const descending = orderOf(query) === "DESCENDING";
  const limit = limitOf(query, { default: 100, max: 1000 });
  const found = matching(call).filter(afterOf(query, descending));
  const items = (descending ? found.toReversed() : found).slice(0, limit);
  const endless = !descending && !query.has("until");
  const last = items.at(-1)?.number ?? query.get("after") ?? org.systemLog.latest;
  const links = [`<${org.url}${call.target}>; rel="self"`];
  if (endless || found.length > limit) {
    const next = new URLSearchParams(query);
    next.set("after", String(last));
    links.push(`<${org.url}/api/v1/logs?${next}>; rel="next"`);
  }
  return { status: 200, headers: { link: links.join(", ") }, body: items.map(eventDocument) };
}

function matching({ org, query }: Call): LogEvent[] {
  const until = timeOf(query, "until") ?? Number.POSITIVE_INFINITY;
  const since = timeOf(query, "since") ?? org.now() - 7 * DAY;
  const wanted = filterOf(query, ["eventType", "outcome.result", "actor.id", "actor.type"]);
  const words = (query.get("q") ?? "").toLowerCase().split(/\s+/);
  return org.systemLog.events.filter((event) => {
    const time = Date.parse(event.published);
    const { eventType, outcome, actor } = event;
    const fields = { eventType, "outcome.result": outcome.result, "actor.id": actor.id };
    const text = JSON.stringify(eventDocument(event)).toLowerCase();
    return (
      time >= since &&
      time < until &&
      wanted({ ...fields, "actor.type": actor.type }) &&
      words.every((word) => text.includes(word))
    );
  });
}

function timeOf(query: URLSearchParams, name: "since" | "until"): number | undefined {
  const text = query.get(name);
  if (text === null) return undefined;
  const time = /^\d{4}-\d\d-\d\dT/.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(time)) throw invalidField(name, "The date format is not valid");
  return time;
}

function orderOf(query: URLSearchParams): string {
  const order = query.get("sortOrder") ?? "ASCENDING";
  if (order !== "ASCENDING" && order !== "DESCENDING") {
    throw invalidField("sortOrder", "must be ASCENDING or DESCENDING");
  }
  return order;
}

function afterOf(query: URLSearchParams, descending: boolean): (event: LogEvent) => boolean {
  const after = query.get("after");
  if (after === null) return () => true;
  if (!/^\d{1,15}$/.test(after)) throw invalidField("after", "Invalid cursor");
  return ({ number }) => (descending ? number < Number(after) : number > Number(after));
}

function eventDocument({ number: _number, client, debugData, ...event }: LogEvent) {
  const { id, ipAddress = null, userAgent: rawUserAgent } = client;
  const party = (each: LogEvent["actor"]) => ({ ...each, detailEntry: null });
  return {
    ...event,
    version: "0",
    severity: event.outcome.result === "SUCCESS" ? "INFO" : "WARN",
    displayMessage: event.eventType,
    actor: party(event.actor),
    target: event.target.map(party),
    client: {
      ...{ id, ipAddress, zone: "null", device: "Unknown" },
      userAgent: rawUserAgent ? { rawUserAgent, os: "Unknown", browser: "UNKNOWN" } : null,
    },
    debugContext: { debugData },
  };
}
