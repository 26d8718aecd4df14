import { dropTrailingEmpty } from "./maps.ts";
import type { ValueParser } from "./values.ts";

/** Group to the roles it is mapped to, in the order of the text. */
type GroupToRoleMapping = ReadonlyMap<string, readonly string[]>;

// A group in single or double quotes, or a bare word; a dot matches no line break.
const PIECE = /^\s*(?:'(.+)'|"(.+)"|(\S)|(\S.*\S))\s*=\s*(.*)$/;

/**
 * Reads `group_to_role_mapping`: `"group1"=role1;"group2"=role2,role3`, or nothing at all.
 * Quotes do not protect a `;`. Roles are not trimmed one by one: `a=editor, publisher` maps to the
 * roles `editor` and ` publisher`, the second of which can never exist.
 *
 * @throws Error `wrong number of fields` for a piece that is not a pair, and for blanks after the
 *   last `;`
 */
export function parseGroupToRoleMapping(setting: string, raw: string): GroupToRoleMapping {
  const mapping = new Map<string, string[]>();
  const malformed = () => new Error(`Failed to parse setting ${setting}: wrong number of fields`);
  if (/;\s+$/.test(raw)) throw malformed();
  const text = raw.trim();
  if (text === "") return mapping;
  for (const piece of dropTrailingEmpty(text.split(";"))) {
    const match = PIECE.exec(piece);
    if (!match) throw malformed();
    const group = match[1] ?? match[2] ?? match[3] ?? match[4] ?? "";
    mapping.set(group, dropTrailingEmpty((match[5] ?? "").trim().split(",")));
  }
  return mapping;
}

/** The text of a mapping that can be read. */
export const groupToRoleMapping: ValueParser<string> = (raw, setting = "") => {
  parseGroupToRoleMapping(setting, raw);
  return raw;
};
