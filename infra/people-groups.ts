import type * as pulumi from "@pulumi/pulumi";
import type { Finding } from "../access/finding.ts";
import { ArgumentError, createGroup, findGroup } from "../components/index.ts";
import { inSettings } from "./authorization.ts";
import type { Settings } from "./settings.ts";

/** Ids of Okta's groups, by name. */
export type GroupIds = ReadonlyMap<string, pulumi.Input<string>>;

/**
 * The groups of all sign-ins at Okta: created where any of them says so, else looked up. A group belongs to no
 * sign-in, so that it stays, with its members, when the one that named it first goes.
 *
 * @throws {ArgumentError} `sign-in-group` for each group of which Okta has none of exactly this name.
 */
export async function peoplesGroups({ signIns, protect }: Settings): Promise<GroupIds> {
  const ids = new Map<string, pulumi.Input<string>>();
  for (const signIn of signIns) {
    if (signIn.provider !== "okta" || !signIn.createGroups) continue;
    for (const group of Object.keys(signIn.groups)) {
      if (!ids.has(group)) ids.set(group, createGroup(`people-${group}`, group, { protect }));
    }
  }
  const missing: Finding[] = [];
  for (const [index, signIn] of signIns.entries()) {
    if (signIn.provider !== "okta") continue;
    for (const group of Object.keys(signIn.groups)) {
      if (ids.has(group)) continue;
      try {
        ids.set(group, await inSettings(["signIns", index], () => findGroup(group)));
      } catch (error) {
        if (!(error instanceof ArgumentError)) throw error;
        missing.push(...error.findings);
      }
    }
  }
  if (missing.length > 0) throw new ArgumentError("sign-in-group", missing);
  return ids;
}
