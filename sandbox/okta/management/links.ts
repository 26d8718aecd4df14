import type { Org } from "../org.ts";

/** A link in an object's `_links`, with the methods it answers to. */
export function link(org: Org, path: string, ...allow: string[]) {
  const href = `${org.url}${path}`;
  return allow.length > 0 ? { href, hints: { allow } } : { href };
}

/** The lifecycle call that an object in this status offers: the other one. */
export function lifecycleLink(org: Org, path: string, status: "ACTIVE" | "INACTIVE") {
  const verb = status === "ACTIVE" ? "deactivate" : "activate";
  return { [verb]: link(org, `${path}/lifecycle/${verb}`, "POST") };
}
