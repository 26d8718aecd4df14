import type { OktaApi } from "../../okta-api/client.ts";

/** The object at Okta that stands where the stack wants to create one. */
export interface Found {
  /** What `pulumi import` takes: the ids of its parents and its own. */
  importId: string;
  /** What is read of it, by the names of the resource's inputs. */
  seen: Readonly<Record<string, unknown>>;
  /** What uses it already, in words; undefined: nothing, as after a create whose answer was lost. */
  usedBy?: string | undefined;
}

/** What a resource declares. */
export type Inputs = Readonly<Record<string, unknown>>;

/** Looks for the object that these inputs would make; undefined if there is none. */
export type Find = (okta: OktaApi, inputs: Inputs) => Promise<Found | undefined>;

/** Of a key, what the stack declares; both Okta and the plugin add to it. */
export function publicKey({ kid, kty, n, e }: Record<string, unknown>): object {
  return { kid, kty, n, e };
}
