import * as okta from "@pulumi/okta";
import { show } from "../../access/finding.ts";
import { ArgumentError } from "../argument-error.ts";

/**
 * The id of a group that is there already. Okta's provider takes a group whose name only begins with the one
 * that is asked for, where there is no other; whoever is in that one must not get in.
 *
 * @throws {ArgumentError} `sign-in-group` when Okta has no group of exactly this name.
 */
export async function findGroup(name: string): Promise<string> {
  const found = await okta.group.getGroup({ name });
  if (found.name === name && found.id !== "") return found.id;
  throw new ArgumentError("sign-in-group", [
    {
      code: "sign-in-group",
      at: ["groups", name],
      message: `is no group at Okta; the one that comes closest is ${show(found.name)}`,
      allowed: "whole names of groups, as Okta has them",
      fix: "correct the name, create the group, or set createGroups: true",
    },
  ]);
}
