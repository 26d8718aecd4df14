import { createPrivateKey } from "node:crypto";
import { calculateJwkThumbprint } from "jose";
import { newKey, type PublicKey, pemOf, publicKeyOf } from "../../keygen/key.ts";
import type { Registry } from "./registry.ts";

/** A public key as it is registered: those of others have members of their own. */
export type PublicJwk = { kid: string } & Record<string, unknown>;

/** Where the public keys of a client are declared, and what Okta takes of that. */
export interface KeyPlace {
  kind: "inline_key" | "jwks_document";
  /** What somebody has to do before a change counts. */
  awaits: string;
  /** Those that Okta takes now. */
  taken(): Promise<PublicJwk[]>;
  /** Declares a key beside the others; one that is there stays as it is. */
  put(key: PublicJwk): Promise<void>;
  /** Declares a key no more; one that is not there is none. */
  take(kid: string): Promise<void>;
}

/** Public keys that were taken away, for the way back. */
export interface Parking {
  parked(): readonly PublicJwk[];
  park(keys: readonly PublicJwk[]): Promise<void>;
}

/** Bits of a key that is made here. */
const BITS = 2048;

/**
 * The public keys of a client. A key is switched off by declaring it no more, and is kept aside until it is removed.
 * Only whoever deploys or publishes the place writes to Okta: no deployment can take a key away again.
 */
export function publicKeys(place: KeyPlace, { parked, park }: Parking): Registry {
  const parkedKey = (id: string) => parked().find(({ kid }) => kid === id);
  const unpark = (id: string) => park(parked().filter(({ kid }) => kid !== id));
  let known: PublicJwk[] = [];
  return {
    kind: place.kind,
    awaits: place.awaits,
    async list() {
      known = await place.taken();
      const aside = parked().filter(({ kid }) => !known.some((key) => key.kid === kid));
      const registered = (isActive: boolean) => async (key: PublicJwk) => ({
        ...{ id: key.kid, isActive, mark: await markOfJwk(key) },
        ...(typeof key.created === "string" ? { created: Date.parse(key.created) } : {}),
      });
      return Promise.all([...known.map(registered(true)), ...aside.map(registered(false))]);
    },
    shown: () => undefined,
    async make() {
      const key = await newKey(BITS);
      const { kid } = await publicKeyOf(key);
      const credential = { kind: "private_key_jwt", privateKey: pemOf(key), kid } as const;
      return { target: { id: kid, mark: kid }, credential };
    },
    async register(credential) {
      if (credential.kind === "private_key_jwt") await place.put(await publicHalf(credential));
    },
    async activate(id) {
      const key = parkedKey(id);
      if (key !== undefined) await place.put(key);
    },
    async deactivate(id) {
      const key = known.find(({ kid }) => kid === id);
      if (key !== undefined && parkedKey(id) === undefined) await park([...parked(), key]);
      await place.take(id);
    },
    async remove(id) {
      await place.take(id);
      await unpark(id);
    },
  };
}

async function publicHalf({
  privateKey,
}: {
  privateKey: string;
}): Promise<PublicKey & Record<string, unknown>> {
  return { ...(await publicKeyOf(createPrivateKey(privateKey))) };
}

/** One of a type that nobody here makes has no mark. */
async function markOfJwk(key: PublicJwk): Promise<string> {
  return calculateJwkThumbprint(key).catch(() => "");
}
