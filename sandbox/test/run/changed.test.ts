import type { EngineEvent } from "@pulumi/pulumi/automation/index.js";
import { expect, test } from "vitest";
import { Changed } from "../../run/changed.ts";

function event(op: string, name: string, more: object = {}): EngineEvent {
  const urn = `urn:pulumi:dev::p::okta:app/oAuth:OAuth::${name}`;
  const metadata = { op, urn, type: "okta:app/oAuth:OAuth", ...more };
  return { resourcePreEvent: { metadata } } as unknown as EngineEvent;
}

const PRELUDE = { preludeEvent: { config: {} } } as EngineEvent;

test("names what differs in something that is there, by the most precise paths, and no values", () => {
  const changed = new Changed();
  changed.see(event("update", "of an earlier run of the engine"));
  changed.see(PRELUDE);
  const detailedDiff = { 'values.config["a.b"]': { diffKind: "update" } };
  changed.see(event("update", "a", { diffs: ["values"], detailedDiff }));
  changed.see(event("replace", "b", { diffs: ["clientId"] }));
  changed.see(event("create", "c", { diffs: ["label"] }));
  changed.see(event("delete", "d"));
  changed.see(event("create", "p", { type: "pulumi:providers:okta" }));
  changed.see(event("same", "e"));
  changed.see(event("read", "f"));
  expect(changed.close({ same: 2, update: 1 })).toEqual([
    'update okta:app/oAuth:OAuth a: values.config["a.b"]',
    "replace okta:app/oAuth:OAuth b: clientId",
    "create okta:app/oAuth:OAuth c",
    "delete okta:app/oAuth:OAuth d",
  ]);
  changed.see(PRELUDE);
  changed.see(event("update", "later"));
  expect(changed.resources.map(({ name }) => name)).toEqual(["a", "b", "c", "d"]);
});

test("of a first deployment the count says enough; a long list is cut", () => {
  const changed = new Changed();
  for (let i = 0; i < 22; i += 1) changed.see(event("create", `a${i}`));
  expect(changed.close({ create: 22 })).toEqual([]);
  const lines = changed.close({ create: 22, same: 1 });
  expect(lines).toHaveLength(21);
  expect(lines.at(-1)).toBe("and 2 more");
});
