import { type Finding, type Path, show } from "../../finding.ts";
import { isPermission, kindOf } from "../permissions.ts";
import { RESOURCE_ALLOWED, readResource } from "../resources.ts";
import type { Assignment } from "./client.ts";

/** Resources of an assignment that cannot be read, or that none of its permissions is held on. */
export function resourceFindings(assignment: Assignment, at: Path): Finding[] {
  const { resources } = assignment;
  if (resources.length === 0) return [noResource(at)];
  const useful = usefulKinds(assignment);
  return resources.flatMap((address, index): Finding[] => {
    if (address === undefined) return [];
    const here = [...at, index];
    const kind = readResource(address)?.kind;
    if (kind === undefined) return [unreadable(address, here)];
    return useful === undefined || useful.includes(kind) ? [] : [useless(address, useful, here)];
  });
}

/**
 * The kinds of objects that the permissions are held on. Undefined: any kind will do, as all
 * permissions are for the whole org and Okta wants some resource; or a permission is not known.
 */
function usefulKinds({ permissions }: Assignment): string[] | undefined {
  if (!permissions.every(isPermission)) return undefined;
  const kinds = permissions.map(kindOf).filter((kind) => kind !== "org");
  return kinds.length === 0 ? undefined : [...new Set(kinds)].sort();
}

function noResource(at: Path): Finding {
  return {
    code: "resources-empty",
    at,
    message: "is empty, and a role on no resource allows nothing",
    allowed: RESOURCE_ALLOWED,
    fix: "list what the role is held on, or remove the assignment",
  };
}

function unreadable(address: string, at: Path): Finding {
  return {
    code: "resource-address",
    at,
    message: `is ${show(address)}`,
    allowed: RESOURCE_ALLOWED,
    fix: "write the address relative to /api/v1/",
  };
}

function useless(address: string, useful: readonly string[], at: Path): Finding {
  return {
    code: "resource-without-permission",
    at,
    message: `is ${show(address)}, and no permission of this role is held on that`,
    allowed: `resources of these kinds, by the role's permissions: ${useful.join(", ")}`,
    fix: "remove the resource, or give the role a permission for it",
  };
}
