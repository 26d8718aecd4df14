import { Neo4jOktaError } from "./errors.ts";
import { groupFault } from "./groups.ts";
import { roleFault } from "./roles.ts";

/** Groups to the roles that they grant. */
export type RoleMapping = Readonly<Record<string, readonly string[]>>;

/** A mapping that has no text Neo4j would read back as the same mapping. */
export class RoleMappingError extends Neo4jOktaError {
  constructor(message: string) {
    super("role-mapping", message);
  }
}

/**
 * The value of `dbms.security.oidc.<provider>.authorization.group_to_role_mapping`:
 * `"g1"=r1,r2;"g2"=r3`. Groups are always quoted and sorted by code unit, roles are sorted, there
 * is no space and no trailing `;`: the same mapping always gives the same bytes.
 *
 * @throws {RoleMappingError} when a group or a role cannot be written, a group has no role, or two
 * groups differ only in case (whether Neo4j tells them apart is not documented).
 */
export function formatRoleMapping(mapping: RoleMapping): string {
  const groups = Object.keys(mapping).sort();
  refuseCaseTwins(groups);
  return groups.map((group) => entry(group, mapping[group])).join(";");
}

/**
 * True for a text that Neo4j's own parser accepts: split on `;`, each piece on one line a group,
 * then `=` and roles. White space after the last `;` counts as one more, malformed piece.
 */
export function readsAsRoleMapping(text: string): boolean {
  if (text.trim() === "") return true;
  const pieces = text.replace(/;+$/, "").split(";");
  return pieces.every((piece) => /^\s*\S.*=.*$/.test(piece));
}

/**
 * The roles of each group, as Neo4j reads the value: roles are not trimmed one by one. A piece that
 * it could not read, so that it would not start, grants nothing.
 */
export function parseRoleMapping(text: string): Map<string, string[]> {
  const pieces = text
    .trim()
    .split(";")
    .map((piece) => PIECE.exec(piece)?.groups);
  return new Map(
    pieces.flatMap((piece) => {
      const group = piece?.double ?? piece?.single ?? piece?.bare;
      const roles =
        piece?.roles
          ?.trim()
          .split(",")
          .filter((role) => role !== "") ?? [];
      return group === undefined ? [] : [[group, roles]];
    }),
  );
}

const PIECE = /^\s*(?:'(?<single>.+)'|"(?<double>.+)"|(?<bare>\S|\S.*\S))\s*=\s*(?<roles>.*)$/;

/**
 * Every role that a mapping may grant, in lower case. It reads more than Neo4j does, so that no
 * grant is missed: blanks and quotes around a role do not count.
 */
export function mappedRoles(text: string): string[] {
  const granted = text.split(";").map((piece) => piece.slice(piece.lastIndexOf("=") + 1));
  const roles = granted.join(",").split(",");
  return roles.map((role) => role.replace(/^[\s'"]+|[\s'"]+$/g, "").toLowerCase());
}

function entry(group: string, roles: readonly string[] = []): string {
  const fault = groupFault(group);
  if (fault) throw new RoleMappingError(`group ${JSON.stringify(group)} ${fault}`);
  if (roles.length === 0) {
    throw new RoleMappingError(`group ${JSON.stringify(group)} has no role`);
  }
  for (const role of roles) {
    const wrong = roleFault(role);
    if (wrong) throw new RoleMappingError(`role ${JSON.stringify(role)} ${wrong}`);
  }
  return `"${group}"=${[...new Set(roles)].sort().join(",")}`;
}

function refuseCaseTwins(groups: readonly string[]): void {
  const seen = new Map<string, string>();
  for (const group of groups) {
    const twin = seen.get(group.toLowerCase());
    if (twin !== undefined) {
      throw new RoleMappingError(
        `groups ${JSON.stringify(twin)} and ${JSON.stringify(group)} differ only in case`,
      );
    }
    seen.set(group.toLowerCase(), group);
  }
}
