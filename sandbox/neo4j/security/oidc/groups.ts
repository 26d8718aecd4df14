import type { OidcProvider } from "../../config/index.ts";

/** What a token says of groups. */
export interface GroupsClaim {
  groups: string[];
  /** Set if the claim is there but of no use. */
  problem: string | undefined;
}

/** Reads the groups claim: one string or an array of strings. Anything else counts as no groups. */
export function readGroups(
  claim: string | undefined,
  claims: Record<string, unknown>,
): GroupsClaim {
  if (claim === undefined) return { groups: [], problem: undefined };
  const value = Object.hasOwn(claims, claim) ? claims[claim] : undefined;
  if (value === undefined) return { groups: [], problem: `token has no claim '${claim}'` };
  if (typeof value === "string") return { groups: [value], problem: undefined };
  if (Array.isArray(value) && value.every((entry) => typeof entry === "string")) {
    return { groups: value, problem: undefined };
  }
  return { groups: [], problem: `claim '${claim}' is neither a string nor an array of strings` };
}

/** The roles that groups stand for. */
export interface MappedRoles {
  roles: string[];
  /** Groups that the explicit mapping does not name. */
  unmapped: string[];
  /** Roles that the mapping names, but the database does not have. */
  missing: string[];
}

/**
 * Roles of these groups. An explicit mapping is the only one; without it a group stands for the role
 * of the same name. PUBLIC is everybody's and not listed.
 */
export function mapGroups(
  provider: Pick<OidcProvider, "groupToRole">,
  groups: readonly string[],
  exists: (role: string) => boolean,
): MappedRoles {
  const explicit = provider.groupToRole.size > 0;
  const unmapped = explicit ? groups.filter((group) => !provider.groupToRole.has(group)) : [];
  const named = explicit
    ? groups.flatMap((group) => provider.groupToRole.get(group) ?? [])
    : [...groups];
  const wanted = [...new Set(named)].filter((role) => role !== "PUBLIC").sort();
  return {
    roles: wanted.filter(exists),
    unmapped,
    missing: explicit ? wanted.filter((role) => !exists(role)) : [],
  };
}
