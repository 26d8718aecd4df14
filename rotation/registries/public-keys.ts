import { calculateJwkThumbprint } from "jose";
import { Neo4jOktaError } from "../../access/errors.ts";
import { newKey, type PublicKey, pemOf, publicKeyOf } from "../../keygen/key.ts";
import { privateKeyOf } from "../destinations/text.ts";
import { createdAt, type Registry } from "./registry.ts";

/** A public key as it is registered: those of others have members of their own. */
export type PublicJwk = { kid: string } & Record<string, unknown>;

/** Where the public keys of a client are declared, and what Okta takes of that. */
export interface KeyPlace {
  kind: "inline_key" | "jwks_document";
  account: string;
  /** What somebody has to do before a change counts. */
  awaits: string;
  /** What somebody has to do where the declaration is older than what counts. */
  refresh: string;
  /** Those that Okta takes now. */
  taken(): Promise<PublicJwk[]>;
  /** The `kid`s of those that are declared. */
  declared(): Promise<string[]>;
  /** Declares a key beside the others; one that is there stays as it is. */
  put(key: PublicJwk): Promise<void>;
  /** Declares a key no more; one that is not there is none. */
  take(kid: string): Promise<void>;
}

/** Public keys that were taken away, for the way back. */
export interface Parking {
  parked(): readonly PublicJwk[];
  park(keys: readonly PublicJwk[]): Promise<void>;
  /** The `kid`s of those that the rotation takes away. */
  going(): readonly string[];
}

/** Bits of a key that is made here. */
const BITS = 2048;

/**
 * The public keys of a client. A key is switched off by declaring it no more, and is kept aside until it is removed.
 * Only whoever deploys or publishes the place writes to Okta: no deployment can take a key away again.
 */
export function publicKeys(place: KeyPlace, { parked, park, going }: Parking): Registry {
  const parkedKey = (id: string) => parked().find(({ kid }) => kid === id);
  const unpark = (id: string) => park(parked().filter(({ kid }) => kid !== id));
  let known: PublicJwk[] = [];
  /** What is written replaces all that Okta takes now. */
  const refuseOutdated = async () => {
    const declared = await place.declared();
    const lacking = known
      .map(({ kid }) => kid)
      .filter((kid) => !declared.includes(kid) && !(parkedKey(kid) && going().includes(kid)));
    if (lacking.length > 0) throw outdated(place, lacking);
  };
  const put = async (key: PublicJwk) => {
    await refuseOutdated();
    await place.put(key);
  };
  return {
    kind: place.kind,
    awaits: place.awaits,
    async list() {
      known = await place.taken();
      const isKnown = (kid: string) => known.some((key) => key.kid === kid);
      const aside = parked().filter(({ kid }) => !isKnown(kid));
      const registered = (isActive: boolean) => async (key: PublicJwk) => ({
        ...{ id: key.kid, isActive, mark: await markOfJwk(key) },
        ...createdAt(key.created),
      });
      // Declared and not deployed: the next deployment would bring it, so it has to be removed.
      const unseen = going().filter((kid) => !isKnown(kid) && parkedKey(kid) === undefined);
      const declared = unseen.length === 0 ? [] : await place.declared();
      const waiting = unseen.filter((kid) => declared.includes(kid));
      return [
        ...(await Promise.all(known.map(registered(true)))),
        ...(await Promise.all(aside.map(registered(false)))),
        ...waiting.map((id) => ({ id, isActive: false, mark: id })),
      ];
    },
    shown: () => undefined,
    async make() {
      const key = await newKey(BITS);
      const { kid } = await publicKeyOf(key);
      const credential = { kind: "private_key_jwt", privateKey: pemOf(key), kid } as const;
      return { target: { id: kid, mark: kid }, credential };
    },
    async register(credential) {
      if (credential.kind === "private_key_jwt") await put(await publicHalf(credential));
    },
    async activate(id) {
      const key = parkedKey(id);
      if (key !== undefined) await put(key);
    },
    async deactivate(id) {
      await refuseOutdated();
      const key = known.find(({ kid }) => kid === id);
      if (key !== undefined && parkedKey(id) === undefined) await park([...parked(), key]);
      await place.take(id);
    },
    async remove(id) {
      await refuseOutdated();
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
  return { ...(await publicKeyOf(privateKeyOf(privateKey))) };
}

function outdated({ account, refresh }: KeyPlace, kids: readonly string[]): Neo4jOktaError {
  return new Neo4jOktaError(
    "rotation-outdated",
    `${account}: Okta takes keys that the file to be written lacks (${kids.join(", ")}): it would take them away. Fix: ${refresh}, then run this again.`,
  );
}

/** One of a type that nobody here makes has no mark. */
async function markOfJwk(key: PublicJwk): Promise<string> {
  return calculateJwkThumbprint(key).catch(() => "");
}
