import type { Status } from "../../entities.ts";
import { invalidField } from "../../errors.ts";
import type { Org } from "../../org.ts";
import { lifecycleLink, link } from "../links.ts";

/** A credential of a client: a secret or a public key. */
interface ClientCredential {
  id: string;
  status: Status;
}

/** How refusals name credentials of one kind: the field they come in, and one of them. */
interface Naming {
  field: string;
  noun: string;
}

/** A client keeps an active credential. @throws E0000001 for the only active one */
export function refuseLastActive<T extends ClientCredential>(
  all: readonly T[],
  item: T,
  { field, noun }: Naming,
): void {
  if (all.some((other) => other !== item && other.status === "ACTIVE")) return;
  throw invalidField(field, `the only active ${noun} cannot be deactivated`);
}

/** Takes a credential out. @throws E0000001 for an active one */
export function removeInactive<T extends ClientCredential>(
  all: T[],
  item: T,
  { field, noun }: Naming,
): void {
  if (item.status === "ACTIVE") {
    throw invalidField(field, `an active ${noun} cannot be deleted; deactivate it first`);
  }
  all.splice(all.indexOf(item), 1);
}

/** Links of the credential at `self`: to switch it, and to delete it where that is allowed. */
export function credentialLinks(org: Org, self: string, { status }: ClientCredential) {
  return {
    ...lifecycleLink(org, self, status),
    ...(status === "INACTIVE" ? { delete: link(org, self, "DELETE") } : {}),
  };
}
