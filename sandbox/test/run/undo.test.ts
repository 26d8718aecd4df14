import { expect, test } from "vitest";
import { withoutOkta } from "../../run/undo.ts";

const urn = (type: string, name: string) => `urn:pulumi:dev::p::${type}::${name}`;
const resource = (type: string, name: string, more = {}) => ({
  urn: urn(type, name),
  type,
  ...more,
});

const APP = resource("okta:app/oAuth:OAuth", "app");
const OKTA = resource("pulumi:providers:okta", "default_7_0_0");
const RELEASE = resource("kubernetes:helm.sh/v3:Release", "neo4j", {
  dependencies: [APP.urn, urn("x", "other")],
  propertyDependencies: { values: [APP.urn], name: [urn("x", "other")], none: null },
});

test("a state forgets Okta's objects, their provider and who depends on them", () => {
  const stack = resource("pulumi:pulumi:Stack", "p-dev");
  // Not Okta's, although its name says so.
  const component = resource("app:okta:Account", "okta");
  const deployment = withoutOkta({ resources: [stack, OKTA, APP, component, RELEASE] });
  expect(deployment.resources).toMatchObject([
    { urn: stack.urn },
    { urn: component.urn },
    {
      urn: RELEASE.urn,
      dependencies: [urn("x", "other")],
      propertyDependencies: { values: [], name: [urn("x", "other")], none: [] },
    },
  ]);
});

test("so it does what was under way there, and keeps the rest of the state", () => {
  const pending = (one: typeof APP) => ({ resource: one, type: "creating" });
  const deployment = { manifest: "m", pending_operations: [pending(APP), pending(RELEASE)] };
  expect(withoutOkta(deployment)).toEqual({
    manifest: "m",
    resources: [],
    pending_operations: [pending(RELEASE)],
  });
});
