import { describe, expect, test } from "vitest";
import { Unknown } from "../../access/effective/resource.ts";
import type { Call } from "../../deployer/calls.ts";
import { leastPrivilege } from "../../deployer/least-privilege.ts";

function call(kind: Call["kind"], on: Call["on"] = {}): Call {
  return { kind, on, resource: kind };
}

function given(...calls: Call[]) {
  const { scopes, assignments } = leastPrivilege(calls);
  return { scopes, assignments };
}

describe("the least that allows", () => {
  test("no call is nothing", () => {
    expect(leastPrivilege([])).toEqual({ scopes: [], assignments: [], needs: [], beyond: [] });
  });

  test("a change is one scope and one permission on that object, which read as well", () => {
    expect(given(call("app.read", { apps: "0oa1" }), call("app.change", { apps: "0oa1" }))).toEqual(
      {
        scopes: ["okta.apps.manage"],
        assignments: [
          { role: "manage", permissions: ["okta.apps.manage"], resources: ["apps/0oa1"] },
        ],
      },
    );
  });

  test("a creation is the collection, and no single object beside it", () => {
    expect(given(call("app.create"), call("app.change", { apps: "0oa1" })).assignments).toEqual([
      { role: "manage", permissions: ["okta.apps.manage"], resources: ["apps"] },
    ]);
  });

  test("an object that Okta has not made yet is reached by its collection", () => {
    const unknown = new Unknown([]);
    expect(given(call("server.change", { authorizationServers: unknown })).assignments).toEqual([
      {
        role: "manage",
        permissions: ["okta.authzServers.manage"],
        resources: ["authorizationServers"],
      },
    ]);
  });

  test("a permission is held on no object that only another one needs", () => {
    const { assignments } = given(
      call("app.secrets.change", { apps: "0oa1" }),
      call("app.secrets.change", { apps: "0oa2" }),
      call("app.secrets.read", { apps: "0oa2" }),
    );
    expect(assignments).toEqual([
      {
        role: "manage",
        permissions: ["okta.apps.manage"],
        resources: ["apps/0oa1", "apps/0oa2"],
      },
      {
        role: "secrets",
        permissions: ["okta.apps.clientCredentials.read"],
        resources: ["apps/0oa2"],
      },
    ]);
  });

  test("an included permission stays where it reaches further than the one that includes it", () => {
    const { assignments } = given(
      call("app.change", { apps: "0oa1" }),
      call("app.list", { apps: new Unknown([]) }),
    );
    expect(assignments).toEqual([
      { role: "manage", permissions: ["okta.apps.manage"], resources: ["apps/0oa1"] },
      { role: "read", permissions: ["okta.apps.read"], resources: ["apps"] },
    ]);
  });

  test("both sides of an assignment are named: the app and the group", () => {
    expect(given(call("app.assign-group", { apps: "0oa1", groups: "00g1" }))).toEqual({
      scopes: ["okta.apps.manage"],
      assignments: [
        {
          role: "assign",
          permissions: ["okta.apps.assignment.manage", "okta.groups.appAssignment.manage"],
          resources: ["apps/0oa1", "groups/00g1"],
        },
      ],
    });
  });

  test("what no object limits goes with another role", () => {
    const { assignments } = given(call("policy.read"), call("app.change", { apps: "0oa1" }));
    expect(assignments).toEqual([
      {
        role: "manage",
        permissions: ["okta.apps.manage", "okta.policies.read"],
        resources: ["apps/0oa1"],
      },
    ]);
  });

  test("what no custom role allows is in no role, and is told", () => {
    expect(leastPrivilege([call("origin.change")])).toEqual({
      scopes: [],
      assignments: [],
      needs: [],
      beyond: [
        {
          calls: [{ call: "origin.change", resources: ["origin.change"] }],
          standardRoles: ["ORG_ADMIN", "SUPER_ADMIN"],
        },
      ],
    });
  });
});
