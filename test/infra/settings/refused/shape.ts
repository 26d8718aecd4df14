import { validSettings } from "../../../support/settings.ts";
import { account, neo4j, Refusals } from "./refusals.ts";

const refused = new Refusals();
const PROTO_GROUP = JSON.stringify(validSettings()).replace(
  '"groups":{',
  '"groups":{"__proto__":["reader"],',
);

refused.add("wrong-type", "", "is null", null);
refused.add("wrong-type", "", "is []", []);
refused.add("unknown-key", "acounts", "is not a setting", validSettings({ acounts: [] }));
refused.add("unknown-key", "neo4j.providerID", "is not a setting", neo4j({ providerID: "okta" }));
refused.add(
  "unknown-key",
  "accounts[0].clientSecret",
  "is not a setting",
  account({ clientSecret: "hunter2" }),
);
refused.add(
  "missing",
  "authorizationServer",
  "is missing",
  validSettings({ authorizationServer: undefined }),
);
refused.add("missing", "accounts", "is missing", validSettings({ accounts: undefined }));
refused.add("missing", "accounts[0].credential", "is missing", account({ credential: undefined }));
refused.add("missing", "neo4j.license", "is missing", validSettings({ neo4j: {} }));
refused.add("wrong-type", "groups", "is a list", validSettings({ groups: ["neo4j_reader"] }));
refused.add("wrong-type", "accounts", "is a map", validSettings({ accounts: { etl: {} } }));
refused.add("wrong-type", "accounts[0]", "is text", validSettings({ accounts: ["etl-loader"] }));
refused.add(
  "wrong-type",
  "tokenLifetimeMinutes",
  "is text",
  validSettings({ tokenLifetimeMinutes: "an hour" }),
);
refused.add("wrong-type", "scope", "is a number", validSettings({ scope: 1 }));
refused.add("not-allowed", "neo4j.license", "is true", neo4j({ license: true }));
for (const expires of [
  "31.12.2026",
  "2026-02-30",
  "2026-1-1",
  "2026-12-31 10:00:00 +0000 UTC",
  "",
]) {
  refused.add("date", "accounts[0].expires", `is ${JSON.stringify(expires)}`, account({ expires }));
}
/** A map as JSON gives it: an object literal would take this key for its prototype. */
const proto = (value: unknown) => JSON.parse(`{"__proto__":${JSON.stringify(value)}}`) as object;
for (const [path, settings] of [
  ["groups.__proto__", JSON.parse(PROTO_GROUP)],
  ["neo4j.config.__proto__", neo4j({ config: proto("x") })],
  ["neo4j.values.podSpec.__proto__", neo4j({ values: { podSpec: proto({ containers: [] }) } })],
] as const) {
  refused.add("reserved-key", path, "is a name that the program cannot hold", settings);
}
refused.add(
  "not-allowed",
  "accounts[0].credential",
  "is not of that form",
  account({ credential: "hunter2" }),
);
refused.add(
  "not-allowed",
  "deletionProtection",
  'is "on"',
  validSettings({ deletionProtection: "on" }),
);

/** Refusals that concern the shape of the settings. */
export default refused.all;
