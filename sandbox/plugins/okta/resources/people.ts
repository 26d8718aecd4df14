import { goJson } from "../../bridged/compare.ts";
import type { BridgedOperations } from "../../bridged/resource.ts";
import type { JsonObject, Properties } from "../../protocol/values.ts";
import type { OktaClient } from "../client.ts";
import { at, listOf, numberOf, objectsOf, textOf } from "../document.ts";
import { during, unlessGone } from "../error.ts";
import { flag, json, NAME, number, set, text, valuesFrom } from "../mapping.ts";
import type { CollectionEntry } from "./collection.ts";

/**
 * What people's sign-ins need of the okta plugin: groups, their apps, and trusted origins. Requests and
 * stored values follow the provider's schema and Okta's documents; none of them was recorded.
 */

export const GROUPS = "/api/v1/groups";
const REQUIRED = { required: true, forceNew: true } as const;
const OUTPUT = { outputOnly: true } as const;

/** `okta:group/group:Group`. Attributes of one's own are not carried to Okta. */
export const group: CollectionEntry = {
  schema: {
    customProfileAttributes: json(undefined, { notCovered: true }),
    description: text("profile.description", { omitEmpty: true }),
    name: { ...NAME, at: "profile.name" },
    skipUsers: flag(undefined, { notCovered: true }),
  },
  noun: "group",
  sender: "sdk",
  collection: GROUPS,
  looksAfterCreate: true,
};

/** `okta:app/groupAssignment:GroupAssignment`: the members of a group may use an app. */
export function groupAssignment(okta: () => OktaClient): BridgedOperations {
  const schema = {
    appId: text(undefined, REQUIRED),
    groupId: text(undefined, REQUIRED),
    priority: number("priority"),
    // Stored whatever it is; a program that says nothing agrees with it.
    profile: json(undefined, { computed: true }),
    retainAssignment: flag(undefined, { zero: false }),
  };
  const pathOf = (values: Properties, groupId: string): string =>
    `/api/v1/apps/${textOf(values, "appId")}/groups/${groupId}`;
  const read = async (id: string, known: Properties): Promise<Properties | undefined> => {
    const found = await during("get application group assignment", () =>
      unlessGone(okta().request("sdk", "GET", pathOf(known, id))),
    );
    if (found === undefined) return undefined;
    const profile = goJson(at(found, "profile"));
    return { ...known, ...valuesFrom(schema, found), profile, groupId: id };
  };
  const write = async (
    step: "create" | "update",
    id: string,
    planned: Properties,
  ): Promise<void> => {
    const given = textOf(planned, "profile");
    const profile = given === "" ? {} : { profile: JSON.parse(given) as JsonObject };
    const chosen = numberOf(planned, "priority");
    const priority = chosen === 0 ? {} : { priority: chosen };
    await during(`${step} application group assignment`, () =>
      okta().request("sdk", "PUT", pathOf(planned, id), { ...priority, ...profile }),
    );
  };
  const written = async (id: string, planned: Properties): Promise<Properties> => {
    const values = await read(id, planned);
    if (values === undefined) throw new Error(`the assignment of group ${id} is gone again`);
    return values;
  };
  return {
    schema,
    parseImportId: (importId) => {
      const [appId = "", id = "", ...rest] = importId.split("/");
      if (appId === "" || id === "" || rest.length > 0) {
        throw new Error(
          "invalid resource import specifier. Use: terraform import <app_id>/<group_id>",
        );
      }
      return { id, values: { appId, groupId: id } };
    },
    async create(values) {
      const id = textOf(values, "groupId");
      await write("create", id, values);
      return { id, values, complete: () => written(id, values) };
    },
    read,
    async update(id, planned) {
      await write("update", id, planned);
      return written(id, planned);
    },
    async delete(id, old) {
      if (old.retainAssignment === true) return;
      await during("delete application group assignment", () =>
        okta().request("sdk", "DELETE", pathOf(old, id)),
      );
    },
  };
}

/**
 * `okta:trustedorigin/origin:Origin`: an origin that browsers may call Okta from. The official plugin has no call that
 * deactivates one, and what Okta makes of a status in a PUT is not known: another one than ACTIVE is refused.
 */
export const trustedOrigin: CollectionEntry = {
  schema: {
    created: text(undefined, OUTPUT),
    createdBy: text("createdBy", OUTPUT),
    lastUpdated: text(undefined, OUTPUT),
    lastUpdatedBy: text("lastUpdatedBy", OUTPUT),
    name: NAME,
    origin: text("origin", { required: true }),
    scopes: {
      type: "objects",
      properties: { allowedOktaApps: set(), type: text() },
    },
    status: text("status", { computed: true, unsent: true, oneOf: ["ACTIVE"] }),
  },
  noun: "trusted origin",
  sender: "supplement",
  collection: "/api/v1/trustedOrigins",
  deleteToleratesGone: true,
  further: (planned) => ({ scopes: objectsOf(planned as JsonObject, "scopes").map(scope) }),
  furtherValues: (document) => ({
    scopes: objectsOf(document, "scopes").map(scope),
    created: withoutFraction(textOf(document, "created")),
    lastUpdated: withoutFraction(textOf(document, "lastUpdated")),
  }),
};

/** A time as the official plugin stores it. */
function withoutFraction(time: string): string {
  return time.replace(/\.\d+(?=Z$)/, "");
}

function scope(given: JsonObject): JsonObject {
  const apps = listOf(given, "allowedOktaApps");
  return {
    type: textOf(given, "type"),
    ...(apps.length === 0 ? {} : { allowedOktaApps: apps }),
  };
}
