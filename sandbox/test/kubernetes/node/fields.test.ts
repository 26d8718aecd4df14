import { expect, test } from "vitest";
import { expand, fieldValue } from "../../../kubernetes/node/fields.ts";
import { pod } from "./objects.ts";

test.each([
  ["metadata.name", "neo4j-0"],
  ["metadata.namespace", "graph"],
  ["metadata.uid", "uid-1"],
  ["metadata.labels['app']", "neo4j"],
  ["metadata.labels['none']", ""],
  ["metadata.annotations", `note="say \\"hi\\""`],
  ["spec.nodeName", "neo4j-okta-sandbox"],
  ["spec.serviceAccountName", "default"],
  ["status.podIP", "127.0.0.1"],
])("%s is %j", (path, value) => {
  expect(fieldValue(pod(), path)).toBe(value);
});

test.each([
  ["plain", "plain"],
  ["logs/$(POD)", "logs/neo4j-0"],
  ["$(POD)$(POD)", "neo4j-0neo4j-0"],
  ["$(NONE)", "$(NONE)"],
  ["$$(POD)", "$(POD)"],
  ["$POD $", "$POD $"],
  ["$(toString)", "$(toString)"],
])("expands %j to %j", (text, result) => {
  expect(expand(text, { POD: "neo4j-0" })).toBe(result);
});
