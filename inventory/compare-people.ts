import { membersOf, rolesText, whyMembers } from "./people.ts";
import type { PeoplesWay } from "./schema.ts";

/** Exact roles of each group of a way to sign in: sentences without a full stop. Whoever gets in has to be named. */
export function peopleDiffer(
  way: PeoplesWay,
  expected: ReadonlyMap<string, readonly string[]> | undefined,
): string[] {
  if (expected === undefined) {
    return [`sign-in ${way.name} is not in the file, and people can get in by it`];
  }
  const there = new Map(way.groups.map((member) => [member.group, member]));
  return [...new Set([...there.keys(), ...expected.keys()])].flatMap((group) => {
    const [member, roles] = [there.get(group), expected.get(group)];
    const whom = membersOf({ group }, way);
    if (member !== undefined && roles === undefined) {
      return [`${whom} are not in the file; their roles: ${rolesText(member)}`];
    }
    const has = member?.roles ?? [];
    return [
      ...(roles ?? [])
        .filter((role) => !has.includes(role))
        .map((role) => `${whom} should have ${role}, and have not`),
      ...has
        .filter((role) => roles?.includes(role) !== true)
        .map(
          (role) =>
            `${whom} have ${role}, and should not: ${member && whyMembers(member, role, way)}`,
        ),
    ];
  });
}
