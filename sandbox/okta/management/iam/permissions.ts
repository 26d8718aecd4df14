import { invalidField, notFound } from "../../errors.ts";
import { answersWith, noContent } from "../../http/answers.ts";
import { type Call, routes } from "../../http/route.ts";
import { timestamp } from "../../org.ts";
import { permissionSchema } from "../../schemas/administration.ts";
import { link } from "../links.ts";
import { ROLES_ACCESS } from "./access.ts";
import { ROLE_PATH, ROLES_PATH, roleOf } from "./roles.ts";

const PATH = `${ROLE_PATH}/permissions`;
const PERMISSION_PATH = `${PATH}/:permission`;

const answers = answersWith(permissionDocument);

/** Permissions of a custom admin role, one by one. */
export const permissionRoutes = routes(ROLES_ACCESS, [
  ["GET", PATH, "List the permissions of a role", list],
  ["GET", PERMISSION_PATH, "Read a permission", answers.one(permissionOf)],
  ["POST", PERMISSION_PATH, "Add a permission", noContent(add)],
  ["DELETE", PERMISSION_PATH, "Remove a permission", noContent(remove)],
]);

function list(call: Call) {
  const names = [...roleOf(call).permissions.keys()];
  return {
    status: 200,
    body: { permissions: names.map((name) => permissionDocument(call, name)) },
  };
}

function add(call: Call): void {
  const { permissions } = roleOf(call);
  const name = call.params.permission ?? "";
  if (!permissionSchema.safeParse(name).success) {
    throw invalidField("permissionType", `'${name}' is not a permission such as okta.apps.read`);
  }
  permissions.set(name, permissions.get(name) ?? timestamp(call.org));
}

function remove(call: Call): void {
  const { permissions } = roleOf(call);
  const name = permissionOf(call);
  if (permissions.size === 1) {
    throw invalidField("permissions", "a role has at least one permission");
  }
  permissions.delete(name);
}

function permissionOf(call: Call): string {
  const { permission: name = "" } = call.params;
  if (!roleOf(call).permissions.has(name)) throw notFound(name, "Permission");
  return name;
}

function permissionDocument(call: Call, name: string) {
  const role = roleOf(call);
  const since = role.permissions.get(name);
  const path = `${ROLES_PATH}/${role.id}`;
  return {
    label: name,
    created: since,
    lastUpdated: since,
    _links: { role: link(call.org, path), self: link(call.org, `${path}/permissions/${name}`) },
  };
}
