import { z } from "zod";

const scope = {
  /** Beginning of the path it strikes, with `*` for any one segment; every path when left out. */
  path: z.string().startsWith("/").optional(),
  method: z.enum(["GET", "POST", "PUT", "PATCH", "DELETE"]).optional(),
  /** How many requests it strikes before it goes away; without end when left out. */
  count: z.int().min(1).optional(),
};

/** A fault as it is asked for: what goes wrong, and for which requests. */
export const faultSchema = z.discriminatedUnion("kind", [
  /** 429 with the reset headers, `resetSeconds` from now. */
  z.strictObject({
    kind: z.literal("rate-limit"),
    resetSeconds: z.int().min(0).max(3600),
    ...scope,
  }),
  /** A server error with an Okta-shaped body. */
  z.strictObject({ kind: z.literal("error"), status: z.int().min(500).max(599), ...scope }),
  /** The request is handled `delayMs` milliseconds late. */
  z.strictObject({ kind: z.literal("slow"), delayMs: z.int().min(1).max(600_000), ...scope }),
  /** The connection is closed without an answer, before or after the request took effect. */
  z.strictObject({
    kind: z.literal("drop"),
    when: z.enum(["before", "after"]).default("before"),
    ...scope,
  }),
]);

/** A fault that is switched on, with its defaults. */
export type Fault = z.output<typeof faultSchema>;

/** The faults that are switched on, in the order in which they were added. None at the start. */
export class Faults {
  #active: Fault[] = [];
  /** How many requests were struck since the start. */
  struck = 0;
  /** Milliseconds by which the org's clock is off: what its tokens and timestamps say. */
  skew = 0;

  /** Switches a fault on. @throws ZodError when it is not one of the known kinds */
  add(fault: z.input<typeof faultSchema>): void {
    this.#active.push(faultSchema.parse(fault));
  }

  /** A copy of the list. */
  get active(): readonly Readonly<Fault>[] {
    return [...this.#active];
  }

  /** Switches everything off and sets the clock right. */
  clear(): void {
    this.#active = [];
    this.skew = 0;
  }

  /** The faults that strike this request, delays first; their counts go down. */
  strike(method: string, path: string): Fault[] {
    const struck = this.#active.filter(
      (fault) =>
        (fault.method === undefined || fault.method === method) &&
        (fault.path === undefined || begins(path, fault.path)),
    );
    const delays = struck.filter(({ kind }) => kind === "slow");
    const first = struck.find(({ kind }) => kind !== "slow");
    const hits = first ? [...delays, first] : delays;
    if (hits.length > 0) this.struck += 1;
    for (const fault of hits) if (fault.count !== undefined) fault.count -= 1;
    this.#active = this.#active.filter(({ count }) => count !== 0);
    return hits;
  }
}

function begins(path: string, beginning: string): boolean {
  const actual = path.split("/");
  const wanted = beginning.split("/");
  return wanted.every((segment, index) => {
    const at = actual[index];
    if (segment === "*") return Boolean(at);
    return index === wanted.length - 1 ? at?.startsWith(segment) : at === segment;
  });
}
