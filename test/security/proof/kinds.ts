import { reviewOf } from "../../../access/difference/changes.ts";
import {
  ANY_ROLE,
  type ClientAccess,
  type EffectiveAccess,
} from "../../../access/effective/access.ts";
import type { Resource } from "../../../access/effective/resource.ts";
import { ROLES } from "./database.ts";
import { type Asked, OUTSIDERS, type Reality } from "./world.ts";

/** What random pairs have to come upon, lest they prove nothing. */
export const KINDS = [
  "a role gained",
  "a role lost",
  "a rule reached by asking for more",
  "not known",
  "roles by a claim of Okta's own",
  "roles of a stranger",
  "roles of an account",
  "roles of an outsider",
  "roles by another provider",
] as const;

/** One of them. */
export type Kind = (typeof KINDS)[number];

/** What a stack says that it does, beside what it does. */
export interface Proven {
  resources: readonly Resource[];
  model: EffectiveAccess;
  reality: Reality;
}

/** What of it a stack comes upon. */
export function kindsOf({ model, reality }: Proven): Kind[] {
  const all = [...model.clients.values(), model.anyClient];
  const grants = all.flatMap((access) => access.grants);
  const hasRoles = (prefix: string) =>
    [...reality].some(([name, asked]) => name.startsWith(prefix) && realRoles(asked).length > 0);
  const kinds: Record<string, boolean> = {
    "a rule reached by asking for more": all.some(
      ({ tokens }) => new Set(tokens.map(({ rule }) => rule)).size > 1,
    ),
    "not known": all.some(({ open }) => open.length > 0),
    "roles by a claim of Okta's own": grants.some(({ claim }) => claim === undefined),
    "roles of a stranger": hasRoles("stranger"),
    "roles of an account": hasRoles("account"),
    "roles of an outsider": OUTSIDERS.some(hasRoles),
    "roles by another provider": grants.some(({ provider }) => provider.id === "people"),
  };
  return KINDS.filter((kind) => kinds[kind]);
}

/** What of it a change comes upon. */
export function reviewKinds({ resources: before }: Proven, { resources: after }: Proven): Kind[] {
  const { changes } = reviewOf({ before, after, steps: [] });
  const has = (code: string) => changes.some((change) => change.code === code);
  return [
    ...(has("role-gained") ? (["a role gained"] as const) : []),
    ...(has("role-lost") ? (["a role lost"] as const) : []),
  ];
}

/** Roles that the database has; the mapping may name others. */
export function rolesOf({ grants }: ClientAccess): string[] {
  const said = new Set(grants.map(({ role }) => role));
  return ROLES.filter((role) => said.has(role) || said.has(ANY_ROLE));
}

/** Roles that the database grants. */
export function realRoles(asked: readonly Asked[]): string[] {
  const real = new Set(asked.flatMap(({ roles = [] }) => roles));
  return ROLES.filter((role) => real.has(role));
}
