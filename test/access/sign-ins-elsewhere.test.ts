import { describe, expect, test } from "vitest";
import { effectiveAccess } from "../../access/effective/access.ts";
import type { Resource } from "../../access/effective/resource.ts";
import { type Changes, ISSUER, OIDC, peoplesStack, settings, signInLines } from "./one-sign-in.ts";

const BOTH = ["okta: engineers [publisher] yes", "okta: readers [reader] yes"];
const of = (changes: Changes, more: Resource[] = []) => signInLines(peoplesStack(changes, more));

describe("another identity provider", () => {
  const foreign = (changes: Record<string, unknown>) =>
    settings({
      "dbms.security.authentication_providers": "oidc-okta,oidc-other,native",
      "dbms.security.authorization_providers": "oidc-okta,oidc-other,native",
      "dbms.security.oidc.other.issuer": "https://sso.example.com",
      "dbms.security.oidc.other.audience": "account",
      ...changes,
    });
  const groups = { "dbms.security.oidc.other.claims.groups": "groups" };

  test("decides who gets in; the mapping says their roles", () => {
    const mapping = {
      "dbms.security.oidc.other.authorization.group_to_role_mapping": "data=reader,editor",
    };
    expect(of(foreign({ ...groups, ...mapping }))).toEqual([
      ...BOTH,
      "other: data [editor, reader] elsewhere",
    ]);
  });

  test("without a mapping, any group is a role", () => {
    expect(of(foreign(groups))).toEqual([...BOTH, "other: * [*] elsewhere"]);
  });

  test("without groups, the database grants the roles", () => {
    expect(of(foreign({}))).toEqual([...BOTH, "other: nobody known", "other: database-roles"]);
  });

  test("that does not authorize gives no role", () => {
    const alone = { "dbms.security.authorization_providers": "oidc-okta" };
    expect(of(foreign({ ...groups, ...alone }))).toEqual([...BOTH, "other: nobody known"]);
  });
});

test("without a mapping, any group that tokens may say is a role", () => {
  const wide = { ...settings({ [`${OIDC}.authorization.group_to_role_mapping`]: undefined }) };
  const access = effectiveAccess(peoplesStack({ ...wide, claim: { value: ".*" } }));
  expect(access.signIns[0]?.groups.at(-1)).toEqual({
    group: "*",
    roles: ["*"],
    rolesKnown: true,
    letsIn: "with-another",
  });
  expect(access.signIns[0]?.open).toEqual([]);
});

test("people's access tokens for the services' provider open it with PUBLIC, and are not listed beside roles", () => {
  const services = {
    "dbms.security.authentication_providers": "oidc-backend,oidc-okta",
    "dbms.security.authorization_providers": "oidc-backend,oidc-okta",
    "dbms.security.oidc.backend.audience": "api://people",
    "dbms.security.oidc.backend.issuer": ISSUER,
    "dbms.security.oidc.backend.claims.groups": "services",
    "dbms.security.oidc.backend.authorization.group_to_role_mapping": "loaders=publisher",
    [`${OIDC}.audience`]: "0oa1",
  };
  expect(of({ ...settings(services), claim: { claimType: "IDENTITY" } })).toEqual(BOTH);
  // Those who have no role at all are told of their own provider, and get in.
  expect(of(settings(services))).toEqual(["okta: engineers [] yes", "okta: readers [] yes"]);
  const mapped = { ...services, "dbms.security.oidc.backend.claims.groups": "groups" };
  const loaders = {
    ...mapped,
    "dbms.security.oidc.backend.authorization.group_to_role_mapping": "readers=admin",
  };
  expect(of(settings(loaders))).toContain("backend, app Browser: readers [admin] yes");
});
