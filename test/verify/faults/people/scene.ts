import type { ContractSignIn } from "../../../../access/sign-in/contract.ts";
import { manage } from "../../../support/declared-org.ts";
import type { World } from "../../../support/world.ts";

/** Neo4j's settings of the sign-in of the world, and its mapping. */
export const PROVIDER = "dbms.security.oidc.okta";
export const MAPPING = `${PROVIDER}.authorization.group_to_role_mapping`;

/** The one sign-in of the world. */
export function signInOf(world: World): ContractSignIn {
  const [signIn] = world.contract.signIns ?? [];
  if (signIn === undefined) throw new Error("nobody signs in");
  return signIn;
}

export function appOf(world: World) {
  return world.app(signInOf(world).clientId);
}

export function serverOf(world: World) {
  return world.serverOf(signInOf(world).issuer ?? "");
}

export function policyOf(world: World) {
  const [policy] = serverOf(world).policies;
  if (policy === undefined) throw new Error("no policy for people");
  return policy;
}

export function ruleOf(world: World) {
  const [rule] = policyOf(world).rules;
  if (rule === undefined) throw new Error("no rule for people");
  return rule;
}

export function originOf(world: World) {
  const [origin] = world.okta.org.trustedOrigins.values();
  if (origin === undefined) throw new Error("no trusted origin");
  return origin;
}

/** The id at Okta of the group with this name. */
export async function groupId(world: World, name: string): Promise<string> {
  const groups = await manage(world.okta, "GET", `/api/v1/groups?q=${name}`);
  return groups[0].id;
}
