import { manage } from "../../../support/declared-org.ts";
import type { Fault } from "../fault.ts";
import { appOf, groupId, policyOf, ruleOf, serverOf } from "./scene.ts";

/** What nothing but reading back shows. */
const ROWS: Omit<Fault, "side" | "unaided">[] = [
  {
    name: "Okta: a mapped group is not assigned to the app",
    apply: async ({ world }) => {
      const group = await groupId(world, "readers");
      await manage(world.okta, "DELETE", `/api/v1/apps/${appOf(world).id}/groups/${group}`);
    },
    check: "okta.sign_in_groups",
    setting: "groups of the app",
  },
  {
    name: "Okta: the app is assigned to everyone",
    apply: async ({ world }) => {
      const group = await groupId(world, "Everyone");
      await manage(world.okta, "PUT", `/api/v1/apps/${appOf(world).id}/groups/${group}`, {});
    },
    check: "okta.sign_in_groups",
    setting: "groups of the app",
  },
  {
    name: "Okta: a mapped group is gone",
    apply: async ({ world }) => {
      const group = await groupId(world, "readers");
      await manage(world.okta, "DELETE", `/api/v1/groups/${group}`);
    },
    check: "okta.sign_in_app",
    setting: "rule of the access policy",
  },
  {
    name: "Okta: the claim of people's groups inactive",
    apply: ({ world }) => {
      const claim = serverOf(world).claims.find(({ name }) => name === "groups");
      if (claim) claim.status = "INACTIVE";
    },
    check: "okta.sign_in_claim",
    setting: "groups claim of people's tokens",
  },
  {
    name: "Okta: the claim's filter leaves a mapped group out",
    apply: ({ world }) => {
      const claim = serverOf(world).claims.find(({ name }) => name === "groups");
      if (claim) claim.value = "^engineers$";
    },
    check: "okta.sign_in_claim",
    setting: "filter of the groups claim",
  },
  {
    name: "Okta: no policy lists the app of the sign-in",
    apply: ({ world }) => {
      policyOf(world).clients = ["another-app"];
    },
    check: "okta.sign_in_app",
    setting: "access policy of the sign-in",
  },
  {
    name: "Okta: the rule of people without authorization_code",
    apply: ({ world }) => {
      ruleOf(world).conditions.grantTypes.include = ["client_credentials"];
    },
    check: "okta.sign_in_app",
    setting: "rule of the access policy",
  },
  {
    name: "Okta: another client in the policy of people",
    apply: ({ world }) => {
      policyOf(world).clients.push("another-app");
    },
    check: "okta.sign_in_clients",
    setting: "clients of the access policies",
  },
];

/** The same, as faults at Okta that a run without read-back cannot show. */
export const READ_BACK: Fault[] = ROWS.map((row) => ({ ...row, side: "okta", unaided: false }));
