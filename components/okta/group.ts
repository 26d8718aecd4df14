import * as okta from "@pulumi/okta";
import type * as pulumi from "@pulumi/pulumi";
import { show } from "../../access/finding.ts";
import { ArgumentError } from "../argument-error.ts";

/**
 * Creates a group of people, without members: who is in it is the directory's business, so a deleted group is
 * a loss that nothing here brings back. Protect it.
 *
 * @param name unique in the org. A change renames the group in place.
 * @returns its id
 */
export function createGroup(
  resource: string,
  name: string,
  opts?: pulumi.CustomResourceOptions,
): pulumi.Output<string> {
  const description = "People who may sign in to Neo4j";
  return new okta.group.Group(resource, { name, description }, opts).id;
}

/**
 * The id of a group that is there already, as a resource that the stack only reads, so that its state says which group
 * an id is of: call it once for each name. Okta's provider takes a group whose name only begins with the one
 * that is asked for, where there is no other; whoever is in that one must not get in.
 *
 * @throws {ArgumentError} `sign-in-group` when Okta has no group of exactly this name.
 */
export async function findGroup(name: string): Promise<pulumi.Output<string>> {
  const found = await okta.group.getGroup({ name }).catch((error: Error) => {
    throw notFound(name, `is not found at Okta: ${show(reasonOf(error))}`);
  });
  if (found.name === name && found.id !== "") {
    return okta.group.Group.get(`found-${name}`, found.id, { name }).id;
  }
  throw notFound(name, `is no group at Okta; the one that comes closest is ${show(found.name)}`);
}

function notFound(name: string, message: string): ArgumentError {
  return new ArgumentError("sign-in-group", [
    {
      code: "sign-in-group",
      at: ["groups", name],
      message,
      allowed: "whole names of groups, as Okta has them",
      fix: "correct the name, create the group, or set createGroups: true",
    },
  ]);
}

/** What Okta's provider says, without the engine's words around it. */
function reasonOf({ message }: Error): string {
  return message
    .replace(/^.*?(?:returned an error|failed): /s, "")
    .replace(/\s+/g, " ")
    .trim();
}
