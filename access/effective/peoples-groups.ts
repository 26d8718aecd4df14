import { type Client, known } from "./okta.ts";
import { isActive, type Known, type Resource, text, texts, Unknown } from "./resource.ts";

/** Whether something is so, as far as the stack tells. */
export type Sure = "yes" | "no" | "unknown";

/** A group at Okta, as something in the stack names it. */
export interface PeoplesGroup {
  /** Its id, or the URN of one that is not made yet. */
  key: string;
  /** Undefined: the stack does not say which group has that id. */
  name: string | undefined;
}

/** Pulumi's type tokens of what decides over people alone. */
export const PEOPLE_TYPES = {
  group: "okta:group/group:Group",
  assignment: "okta:app/groupAssignment:GroupAssignment",
  assignments: "okta:app/groupAssignments:GroupAssignments",
  user: "okta:app/user:User",
  origin: "okta:trustedorigin/origin:Origin",
} as const;

/** What an access policy's rule calls every user of the org, and how Okta calls their group. */
const EVERYBODY = ["EVERYONE", "Everyone"];

/** Who may use an app. */
export interface Assigned {
  groups: readonly PeoplesGroup[];
  /** True: people are assigned to it one by one as well, or it is everybody's. */
  others: boolean;
}

/** Reads the groups that resources name by their ids. */
export class PeoplesGroups {
  readonly #resources: readonly Resource[];
  readonly #byKey = new Map<string, PeoplesGroup>();

  constructor(resources: readonly Resource[]) {
    this.#resources = resources;
    for (const resource of resources) {
      if (resource.type !== PEOPLE_TYPES.group) continue;
      const { urn, id } = resource;
      const name = text(resource, "name");
      const key = id instanceof Unknown ? urn : id;
      const group = { key, name: typeof name === "string" ? name : undefined };
      for (const each of [urn, key]) this.#byKey.set(each, group);
    }
  }

  /** The groups of ids; one that is not known yet is told by the resources that it comes from. */
  of(ids: Known<Known<string>[]>): PeoplesGroup[] {
    return (ids instanceof Unknown ? [ids] : ids).flatMap((id) => {
      if (!(id instanceof Unknown)) return [this.#byKey.get(id) ?? named(id)];
      const made = id.from.flatMap((urn) => this.#byKey.get(urn) ?? []);
      return made.length > 0 ? made : [{ key: "not known yet", name: undefined }];
    });
  }

  /** The groups, and whether there are others, who may use an app by what the stack declares. */
  assignedTo({ app }: Client): Assigned {
    const own = this.#resources.filter((resource) => {
      const id = text(resource, "appId");
      return id instanceof Unknown ? id.from.includes(app.urn) : id !== undefined && id === app.id;
    });
    const ids = own.flatMap((resource): Known<string>[] => {
      if (resource.type === PEOPLE_TYPES.assignment) return [text(resource, "groupId") ?? ""];
      if (resource.type !== PEOPLE_TYPES.assignments) return [];
      const { groups } = resource.properties;
      if (groups instanceof Unknown) return [groups];
      return (Array.isArray(groups) ? groups : []).map((group) => Object(group).id as string);
    });
    return {
      groups: this.of(ids),
      others:
        app.properties.implicitAssignment === true ||
        own.some(({ type }) => type === PEOPLE_TYPES.user),
    };
  }

  /** The groups that a list of a rule names. */
  listed(rule: Resource, key: string): PeoplesGroup[] {
    return this.of(texts(rule, key));
  }
}

/** Origins that Okta trusts by what the stack declares, sorted; `not known yet` for others. */
export function originsOf(resources: readonly Resource[]): string[] {
  const own = resources.filter((one) => one.type === PEOPLE_TYPES.origin && isActive(one));
  const origins = own.map((one) => text(one, "origin") ?? "none");
  return [
    ...new Set(origins.map((one) => (one instanceof Unknown ? "not known yet" : one))),
  ].sort();
}

function named(id: string): PeoplesGroup {
  return { key: id, name: EVERYBODY.includes(id) ? id : undefined };
}

/** Whether the members of a group are among those of others. */
export function includes(groups: readonly PeoplesGroup[], name: string): Sure {
  const names = groups.map((group) => group.name);
  if (names.some((one) => one !== undefined && (one === name || EVERYBODY.includes(one)))) {
    return "yes";
  }
  return names.includes(undefined) ? "unknown" : "no";
}

/** Both have to be so. */
export function both(one: Sure, other: Sure): Sure {
  if (one === "no" || other === "no") return "no";
  return one === "yes" && other === "yes" ? "yes" : "unknown";
}

/** One of them has to be so. */
export function either(all: readonly Sure[]): Sure {
  return all.includes("yes") ? "yes" : all.includes("unknown") ? "unknown" : "no";
}

/** The users that a rule names one by one. */
export function namesUsers(rule: Resource): boolean {
  const users = texts(rule, "userWhitelists");
  return users instanceof Unknown || known(users).length > 0;
}
