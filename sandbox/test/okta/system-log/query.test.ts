import { expect, test } from "vitest";
import { startOrg } from "../rights/operator.ts";

const start = Date.parse("2026-01-10T00:00:00Z");
const DAY = 86_400_000;
let now = start;
const { okta, admin, made } = await startOrg({ now: () => now });
const { operator } = await startOrg();

const LOGS = "/api/v1/logs";
const CREATED = `filter=${encodeURIComponent('eventType eq "group.lifecycle.create"')}`;
const names = ["one", "two", "three", "four", "five"];
for (const name of names) {
  now += DAY;
  await made("/api/v1/groups", { profile: { name } });
}

async function found(query: string) {
  const { body, headers } = await admin.get(`${LOGS}?${query}`);
  const next = /<([^>]+)>; rel="next"/.exec(headers.get("link") ?? "")?.[1];
  const shown = body.map((event: { target: { displayName: string }[] }) => {
    return event.target[0]?.displayName;
  });
  return { shown, next: next?.slice(okta.url.length + LOGS.length + 1) };
}

const at = (days: number) => new Date(start + days * DAY).toISOString();

test("since and until bound the time, the last seven days by default", async () => {
  const { shown } = await found(`${CREATED}&since=${at(2)}&until=${at(4)}`);
  expect(shown).toEqual(["two", "three"]);
  now = start + 10 * DAY;
  expect((await found(CREATED)).shown).toEqual(["three", "four", "five"]);
  now = start + 5 * DAY;
});

test("pages follow each other, and the last of an open query waits for more", async () => {
  const first = await found(`${CREATED}&limit=2`);
  expect(first.shown).toEqual(["one", "two"]);
  const second = await found(first.next ?? "");
  expect(second.shown).toEqual(["three", "four"]);
  const third = await found(second.next ?? "");
  expect(third.shown).toEqual(["five"]);
  const waiting = await found(third.next ?? "");
  expect(waiting.shown).toEqual([]);
  await made("/api/v1/groups", { profile: { name: "late" } });
  expect((await found(waiting.next ?? "")).shown).toEqual(["late"]);
});

test("a bounded query ends, and DESCENDING begins with the latest", async () => {
  const bounded = `${CREATED}&until=${at(4)}`;
  const first = await found(`${bounded}&limit=2&sortOrder=DESCENDING`);
  expect(first.shown).toEqual(["three", "two"]);
  const second = await found(first.next ?? "");
  expect(second).toEqual({ shown: ["one"], next: undefined });
  expect((await found(bounded)).next).toBeUndefined();
});

test("q finds events with all its words; a filter takes an actor", async () => {
  expect((await found("q=THREE%20usergroup")).shown).toEqual(["three"]);
  expect((await found("q=three%20nothing")).shown).toEqual([]);
  const actor = encodeURIComponent('eventType eq "group.lifecycle.create" and actor.id eq "0oaX"');
  expect((await found(`filter=${actor}`)).shown).toEqual([]);
});

test.each([
  ["since=yesterday", "E0000001", "since: The date format is not valid"],
  ["until=1", "E0000001", "until: The date format is not valid"],
  ["after=x", "E0000001", "after: Invalid cursor"],
  ["sortOrder=UP", "E0000001", "sortOrder: must be ASCENDING or DESCENDING"],
  ["limit=0", "E0000001", "limit: The field must be a positive integer"],
  ["filter=published%20gt%20%221%22", "E0000031", "filter: only eventType, outcome.result"],
])("%s is refused", async (query, code, message) => {
  const { status, body } = await admin.get(`${LOGS}?${query}`);
  expect([status, body.errorCode]).toEqual([400, code]);
  expect(body.errorCauses[0].errorSummary).toContain(message);
});

test.each([
  ["REPORT_ADMIN", 200],
  ["READ_ONLY_ADMIN", 200],
  ["APP_ADMIN", 200],
  ["HELP_DESK_ADMIN", 403],
  [{ permissions: ["okta.logs.read", "okta.users.manage"], resources: ["users"] }, 403],
])("the log is for standard roles: %j", async (role, status) => {
  const answer = await (await operator(["okta.logs.read"], role)).get(LOGS);
  expect(answer.status).toBe(status);
  const unscoped = await (await operator(["okta.apps.read"], role)).get(LOGS);
  expect(unscoped.headers.get("www-authenticate")).toContain('scope="okta.logs.read"');
});
