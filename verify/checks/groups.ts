import { diagnoseClaim } from "../diagnosis/okta.ts";
import { type Check, failed, passed, show } from "./check.ts";
import type { AccountContext } from "./context.ts";

/** Without the claim the login has no roles, and no error says why. */
export const groupsPresent: Check<AccountContext> = {
  id: "groups.present",
  title: "The token carries the groups claim",
  side: "okta",
  setting: "groups claim of the authorization server, or neo4j_groups in the app's profile",
  fix: "The claim is missing, inactive, bound to another scope, or its value is null: the expression must read app.profile (in this flow appuser is null), and the app's profile must have the attribute. Run pulumi up to restore both.",
  symptoms: [
    "login works but the account has no rights",
    'claim "groups" is missing',
    "the claim is mapped to appuser.neo4j_groups",
  ],
  run: async ({ contract, evidence }) => {
    const value = evidence.claims?.[contract.groupsClaim];
    return value === undefined || value === null
      ? failed(`claim ${contract.groupsClaim}`, "no such claim")
      : passed(show(value));
  },
  diagnose: diagnoseClaim,
};

/** Neo4j ignores a claim of any other type. */
export const groupsType: Check<AccountContext> = {
  id: "groups.type",
  title: "The groups claim is a text or a list of texts",
  side: "okta",
  setting: "expression of the groups claim, or the app's profile attribute",
  fix: "Neo4j reads a string or a list of strings only. Run pulumi up to restore the claim and the profile.",
  symptoms: ["login works but the account has no rights"],
  run: async ({ contract, evidence }) => {
    const value = evidence.claims?.[contract.groupsClaim];
    return groupList(value) ? passed(show(value)) : failed("a list of texts", show(value));
  },
  diagnose: diagnoseClaim,
};

/** No more and no fewer than declared. */
export const groupsEqual: Check<AccountContext> = {
  id: "groups.equal",
  title: "The groups are exactly the declared ones",
  side: "okta",
  setting: "neo4j_groups in the app's profile",
  fix: "The profile was changed at Okta. Run pulumi up to restore it, or declare the change.",
  symptoms: ["an account has more or fewer rights than declared"],
  run: async ({ account, contract, evidence }) => {
    const groups = [...(groupList(evidence.claims?.[contract.groupsClaim]) ?? [])].sort();
    const same = groups.join("\n") === [...account.groups].sort().join("\n");
    return same ? passed(show(groups)) : failed(show(account.groups), show(groups));
  },
  diagnose: diagnoseClaim,
};

/** A group without roles is most likely a typing error. */
export const groupsMapped: Check<AccountContext> = {
  id: "groups.mapped",
  title: "Every group is mapped to at least one role",
  side: "stack",
  setting: "groups of the stack's settings",
  fix: "Give the group roles under groups in the stack's settings, or take it from the account.",
  symptoms: ["a group that everybody sees in the token grants nothing"],
  run: async ({ account, contract }) => {
    const unmapped = account.groups.filter((group) => !contract.groups[group]?.length);
    return unmapped.length === 0
      ? passed(show(account.groups))
      : failed("roles", `none for ${show(unmapped)}`);
  },
};

function groupList(value: unknown): string[] | undefined {
  if (typeof value === "string") return [value];
  return Array.isArray(value) && value.every((item) => typeof item === "string")
    ? value
    : undefined;
}
