import type { Operation, Step } from "../../access/difference/step.ts";
import { TYPES } from "../../access/effective/okta.ts";
import { text } from "../../access/effective/resource.ts";

/** What Okta counts requests by, as its documentation names it. */
export type Bucket =
  | "/api/v1/apps"
  | "/api/v1/apps/{id}"
  | "/api/v1/groups"
  | "/api/v1/groups/{id}"
  | "/api/v1";

type Requests = Partial<Record<Bucket, number>>;

type Change = "create" | "update" | "delete";

const CHANGES: Partial<Record<Operation, Change>> = {
  create: "create",
  "create-replacement": "create",
  import: "update",
  update: "update",
  delete: "delete",
  "delete-replaced": "delete",
};

/** What the Okta provider sends for each change: it reads every object that it has written. */
const OTHERS: Record<Change, Requests> = {
  create: { "/api/v1": 2 },
  update: { "/api/v1": 2 },
  delete: { "/api/v1": 1 },
};

const BY_TYPE: Readonly<Record<string, Record<Change, Requests>>> = {
  [TYPES.app]: {
    create: { "/api/v1/apps": 1, "/api/v1/apps/{id}": 1 },
    update: { "/api/v1/apps": 1, "/api/v1/apps/{id}": 2 },
    delete: { "/api/v1/apps": 1, "/api/v1/apps/{id}": 1 },
  },
  [TYPES.server]: {
    create: { "/api/v1": 2 },
    update: { "/api/v1": 2 },
    delete: { "/api/v1": 2 },
  },
  "okta:group/group:Group": {
    create: { "/api/v1/groups": 1, "/api/v1/groups/{id}": 3 },
    update: { "/api/v1/groups/{id}": 2 },
    delete: { "/api/v1/groups/{id}": 1 },
  },
  "okta:app/groupAssignment:GroupAssignment": {
    create: { "/api/v1/apps": 2 },
    update: { "/api/v1/apps": 2 },
    delete: { "/api/v1/apps": 1 },
  },
};

/** A browser's app has a sign-on policy, which the provider looks up and sets. */
const SIGN_ON_POLICY: Requests = { "/api/v1": 1, "/api/v1/apps": 1 };

/** How often Okta will be asked for these changes, by what it counts them by; at most, without repetitions. */
export function plannedRequests(steps: readonly Step[]): ReadonlyMap<Bucket, number> {
  const planned = new Map<Bucket, number>();
  for (const { operation, type, after } of steps) {
    const change = CHANGES[operation];
    if (change === undefined || !type.startsWith("okta:")) continue;
    const isSignIn = type === TYPES.app && after !== undefined && text(after, "type") !== "service";
    const requests = [(BY_TYPE[type] ?? OTHERS)[change], isSignIn ? SIGN_ON_POLICY : {}];
    for (const [bucket, count] of requests.flatMap((one) => Object.entries(one))) {
      planned.set(bucket as Bucket, (planned.get(bucket as Bucket) ?? 0) + count);
    }
  }
  return planned;
}

/** What counts a request of this path. */
export function bucketOf(path: string): Bucket | undefined {
  const [api, version, list, id, ...more] = path.split("/").filter((part) => part !== "");
  if (api !== "api" || version !== "v1") return undefined;
  if (list === "apps")
    return id !== undefined && more.length === 0 ? "/api/v1/apps/{id}" : "/api/v1/apps";
  if (list === "groups") return id === undefined ? "/api/v1/groups" : "/api/v1/groups/{id}";
  return "/api/v1";
}
