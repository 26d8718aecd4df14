import { expect, test } from "vitest";
import { ROUTES } from "../../../okta/management/plugin.ts";
import { CHANGES } from "../../../okta/system-log/changes.ts";

/** Calls that change nothing that Okta's catalogue has an event for. */
const SILENT = ["PUT /api/v1/apps/:appId/policies/:policyId"];

/** Names of Okta's catalogue of event types, as far as the emulator gives them. */
const DOCUMENTED = new Set([
  ...["create", "update", "delete", "activate", "deactivate"].flatMap((verb) => [
    `application.lifecycle.${verb}`,
    `policy.lifecycle.${verb}`,
    `security.trusted_origin.${verb}`,
  ]),
  ...["create", "delete", "activate", "deactivate"].map(
    (verb) => `app.oauth2.credentials.lifecycle.${verb}`,
  ),
  ...["add", "update", "delete", "activate", "deactivate"].map((verb) => `policy.rule.${verb}`),
  ...["created", "updated", "deleted", "activated", "deactivated"].map(
    (verb) => `oauth2.as.${verb}`,
  ),
  ...["created", "updated", "deleted"].flatMap((verb) => [
    `oauth2.scope.${verb}`,
    `oauth2.claim.${verb}`,
  ]),
  ...["create", "update", "delete"].flatMap((verb) => [
    `iam.role.${verb}`,
    `iam.resourceset.${verb}`,
  ]),
  ...["add", "delete"].flatMap((verb) => [
    `iam.role.permissions.${verb}`,
    `iam.resourceset.resources.${verb}`,
    `iam.resourceset.bindings.${verb}`,
  ]),
  ...["grant", "revoke"].flatMap((verb) => [
    `app.oauth2.admin.consent.${verb}`,
    `app.oauth2.client.privilege.${verb}`,
  ]),
  ...["add", "update", "remove"].map((verb) => `application.user_membership.${verb}`),
  ...["add", "remove"].flatMap((verb) => [
    `group.application_assignment.${verb}`,
    `group.user_membership.${verb}`,
  ]),
  ...["group.lifecycle.create", "group.lifecycle.delete", "group.profile.update"],
  ...["create", "activate", "deactivate", "suspend", "unsuspend"].map(
    (verb) => `user.lifecycle.${verb}`,
  ),
  ...["user.account.update_profile", "user.account.unlock_by_admin", "app.oauth2.as.key.rollover"],
]);

test("every call that changes something has an event, and no event is of a call that is not served", () => {
  const writes = ROUTES.filter(({ method }) => method !== "GET").map(
    ({ method, path }) => `${method} ${path}`,
  );
  expect(writes.filter((call) => !CHANGES[call])).toEqual(SILENT);
  expect(Object.keys(CHANGES).filter((call) => !writes.includes(call))).toEqual([]);
});

test("event types are Okta's", () => {
  const types = Object.values(CHANGES).flatMap(([type]) =>
    typeof type === "string" ? [type] : [],
  );
  expect(types.filter((type) => !DOCUMENTED.has(type))).toEqual([]);
});
