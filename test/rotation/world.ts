import { findApp, OktaEmulator } from "@neo4j-okta/sandbox/okta";
import type { AccessAccount, AccessContract } from "../../access/contract.ts";
import { OktaCaller } from "../../okta-api/caller.ts";
import { rotateAccount, type Wish } from "../../rotation/account-rotation.ts";
import { withFailure } from "../../rotation/core/record.ts";
import type { Destination } from "../../rotation/destinations/destination.ts";
import type { Said } from "../../rotation/evidence.ts";
import { prove } from "../../rotation/proof.ts";
import type { Registry } from "../../rotation/registries/registry.ts";
import { Held, LOCK_TIME } from "../../rotation/states/held.ts";
import type { State } from "../../rotation/states/state.ts";
import type { Credential } from "../../tokens/credential.ts";
import { contractOf, declare, manage, type WorldAccount } from "../support/declared-org.ts";

/** Of every rotation here. */
export const SOAK = 3_600_000;

/** Requests that change what Okta takes or what the service reads. */
const CHANGES = /^(?:POST|PUT|DELETE|deliver|publish)/;

/** What a killed process cannot go on with. */
class Killed extends Error {}

/** A process that ends before or after its n-th request, whatever it is sent to. */
export interface Fate {
  at: number;
  when: "before" | "after";
}

/** How credentials of one kind are kept in this world. */
export interface Kind {
  account: WorldAccount;
  registry(world: RotationWorld, okta: Pick<OktaCaller, "request">, memo: Held): Registry;
  /** What the service has at the start. */
  first(world: RotationWorld, secret: string | undefined): Promise<Credential>;
  /** What others do between runs: deploy, publish. */
  between?(world: RotationWorld): Promise<void>;
  keepsSecrets: boolean;
  /** Where its public keys are declared. */
  file?: string;
  /** Remembers what others keep; the returned function puts it back. */
  save?(): () => void;
  stop?(): Promise<void>;
}

/**
 * An org with one account, its service, and a state, all in this process. A client asks for a token with what the
 * service reads after each request of a rotation.
 */
export class RotationWorld {
  readonly okta: OktaEmulator;
  clock = Date.UTC(2026, 0, 1);
  /** What the service reads. */
  place: Credential | undefined;
  /** What a slow service has: it reads once in a soak. */
  slow: { credential: Credential; readAt: number } | undefined;
  records = new Map<string, string>();
  said: Said[] = [];
  requests: string[] = [];
  /** Requests of a rotation after which a client that had worked failed. */
  harm: string[] = [];
  contract!: AccessContract;
  appId = "";
  #runs = 0;
  readonly kind: Kind;
  /** Who is seen to have the former credential. */
  readers: string[] = [];

  constructor(kind: Kind) {
    this.kind = kind;
    this.okta = new OktaEmulator({ now: () => this.clock });
  }

  static async start(kind: Kind): Promise<RotationWorld> {
    const world = new RotationWorld(kind);
    await world.okta.start();
    const secrets = await declare(world.okta, [kind.account]);
    world.contract = contractOf(world.okta, [kind.account], { neo4j_reader: ["reader"] });
    const apps = await manage(world.okta, "GET", "/api/v1/apps");
    world.appId = apps.find(({ label }: { label: string }) => label === kind.account.name).id;
    world.place = await kind.first(world, secrets[kind.account.name]);
    world.read();
    return world;
  }

  async stop(): Promise<void> {
    await this.okta.stop();
    await this.kind.stop?.();
  }

  /** True: Okta fetches its keys from elsewhere. */
  get isServed(): boolean {
    return findApp(this.okta.org, this.account.clientId)?.jwksUri != null;
  }

  get account(): AccessAccount {
    const [account] = this.contract.accounts;
    if (account === undefined) throw new Error("no account");
    return account;
  }

  /** Time goes by; the slow service reads again where its soak is over. */
  advance(milliseconds: number): void {
    this.clock += milliseconds;
    if (this.clock - (this.slow?.readAt ?? 0) >= SOAK) this.read();
  }

  read(): void {
    if (this.place) this.slow = { credential: this.place, readAt: this.clock };
  }

  async works(credential: Credential | undefined): Promise<boolean> {
    if (credential === undefined) return false;
    const { contract, account, clock } = this;
    const proof = { contract, account, boltUri: undefined, now: () => clock };
    return prove(credential, proof).then(
      () => true,
      () => false,
    );
  }

  /** What the record has of a rotation. */
  get record() {
    return JSON.parse(this.records.get(this.account.name) ?? "{}");
  }

  /** Runs a process until it ends, is killed, or fails. @returns how it ended */
  async run(
    wish: Partial<Wish> = {},
    { fate, pause }: { fate?: Fate | undefined; pause?: (request: number) => Promise<void> } = {},
  ): Promise<"ended" | "killed" | string> {
    this.#runs += 1;
    const owner = `run-${this.#runs}`;
    let count = 0;
    let isDead = false;
    let working = await this.#working();
    const send = async <T>(name: string, what: () => Promise<T>): Promise<T> => {
      if (isDead) throw new Killed();
      count += 1;
      await pause?.(count);
      const dies = fate?.at === count ? fate.when : undefined;
      if (dies === "before") isDead = true;
      if (isDead) throw new Killed();
      const result = await what();
      this.requests.push(name);
      if (CHANGES.test(name)) {
        const now = await this.#working();
        this.harm.push(
          ...working.filter((who) => !now.includes(who)).map((who) => `${name}: ${who}`),
        );
        working = now;
      }
      if (dies === "after") isDead = true;
      if (isDead) throw new Killed();
      return result;
    };
    const { name } = this.account;
    let held: Held | undefined;
    try {
      held = await Held.take(this.#state(send), name, { owner, now: () => this.clock });
      await rotateAccount(this.#parts(held, send), {
        ...{ soak: SOAK, isFirst: false, isUndo: false, isDryRun: false, ...wish },
      });
      await held.release();
      return "ended";
    } catch (error) {
      if (error instanceof Killed) return "killed";
      if (held === undefined) return (error as { code: string }).code;
      await held
        .save(withFailure(held.record, (error as Error).message, this.clock))
        .catch(() => {});
      await held.release().catch(() => {});
      return (error as { code?: string }).code ?? String((error as Error).stack);
    }
  }

  /** Runs until nothing is left to do, with time going by in between. */
  async settle(wish: Partial<Wish> = {}): Promise<void> {
    for (let runs = 0; runs < 12; runs += 1) {
      this.advance(Math.max(SOAK, LOCK_TIME));
      await this.kind.between?.(this);
      await this.run(wish);
      await this.kind.between?.(this);
      if (this.record.rotation === undefined) return;
    }
  }

  /** Whose tokens are given out now. */
  async #working(): Promise<string[]> {
    const clients = { service: this.place, "slow service": this.slow?.credential };
    const found = Object.entries(clients).map(async ([who, credential]) =>
      (await this.works(credential)) ? [who] : [],
    );
    return (await Promise.all(found)).flat();
  }

  #parts(held: Held, send: <T>(name: string, what: () => Promise<T>) => Promise<T>) {
    const authorization = `Bearer ${this.okta.accessToken}`;
    const caller = new OktaCaller({ orgUrl: this.okta.url, authorization });
    const okta = {
      request: (method: string, path: string, body?: unknown) =>
        send(`${method} ${path.replace(/.*credentials/, "")}`, () => {
          held.check();
          return caller.request(method, path, body);
        }),
    };
    const destination: Destination = {
      place: "the place",
      read: () => send("read", async () => this.place),
      readersBefore: () => send("readers", async () => this.readers),
      write: (credential) =>
        send("deliver", async () => {
          this.place = credential;
        }),
    };
    const { contract, account, kind, clock } = this;
    const proof = { contract, account, boltUri: undefined, now: () => clock };
    return {
      account: account.name,
      registry: kind.registry(this, okta, held),
      ...{ destination, held, keepsSecrets: kind.keepsSecrets },
      prove: (credential: Credential) => send("prove", () => prove(credential, proof)),
      now: () => this.clock,
      tell: (said: Said) => void this.said.push(said),
    };
  }

  #state(send: <T>(name: string, what: () => Promise<T>) => Promise<T>): State {
    return {
      place: "the state",
      keepsSecrets: this.kind.keepsSecrets,
      read: (account) => send("state read", async () => this.records.get(account)),
      swap: (account, before, after) =>
        send("state write", async () => {
          if (this.records.get(account) !== before) return false;
          this.records.set(account, after);
          return true;
        }),
    };
  }

  /** Remembers the world as it is now; the returned function puts it back. */
  save(): () => void {
    const { clock, place, slow } = this;
    const records = new Map(this.records);
    const apps = structuredClone(this.okta.org.apps);
    const restore = this.kind.save?.();
    return () => {
      Object.assign(this, {
        clock,
        place,
        slow,
        records: new Map(records),
        harm: [],
        requests: [],
      });
      Object.assign(this.okta.org, { apps: structuredClone(apps) });
      restore?.();
    };
  }

  /** What Okta takes of the account now. */
  async registered() {
    const request = (method: string, path: string) => manage(this.okta, method, path);
    const state = this.#state((_name, what) => what());
    const held = await Held.look(state, this.account.name, {
      owner: "a test",
      now: () => this.clock,
    });
    return this.kind.registry(this, { request }, held).list();
  }
}
