import { createHash } from "node:crypto";
import { type FileHandle, open, rm } from "node:fs/promises";
import writeFileAtomic from "write-file-atomic";
import { z } from "zod";
import type { Resource } from "../access/effective/resource.ts";
import { Neo4jOktaError } from "../access/errors.ts";
import type { KeptList, KeptLists } from "../okta-api/kept-lists.ts";

/** Minutes for which answers of Okta's count as what Okta has. */
export const MAX_AGE_MINUTES = 60;

/** More than the lists of an org with ten thousand apps. */
const MAX_BYTES = 64 * 1024 * 1024;

/** What answers belong to: another one's are never taken for these. */
export interface Belonging {
  /** Address of the org. */
  orgUrl: string;
  /** The state, as Pulumi has printed it. */
  exported: string;
  /** Its resources. */
  declared: readonly Resource[];
}

const fileSchema = z.strictObject({
  version: z.literal(1),
  org: z.string(),
  stack: z.string(),
  state: z.string(),
  /** When the first answer was read. */
  begun: z.iso.datetime(),
  lists: z.record(
    z.string(),
    z.strictObject({ items: z.array(z.unknown()), next: z.string().optional() }),
  ),
});

/**
 * Okta's answers so far, in a file that only its owner can read, whole after every page. It holds the fields
 * that drift reads (ids, names, statuses, lists, profiles), and no credential: Okta's lists have none.
 */
export class Resume implements KeptLists {
  readonly #path: string;
  readonly #file: z.infer<typeof fileSchema>;

  private constructor(path: string, file: z.infer<typeof fileSchema>) {
    this.#path = path;
    this.#file = file;
  }

  /**
   * Goes on with a file, or begins one.
   *
   * @param now milliseconds since the epoch
   * @throws Neo4jOktaError `drift-resume` for a file of another org, stack or state, one that is too old,
   * that others can write, or that is none of drift's
   */
  static async open(path: string, belonging: Belonging, now: number): Promise<Resume> {
    const own = marksOf(belonging);
    const text = await readOwn(path);
    if (text === undefined) {
      const begun = new Date(now).toISOString();
      return new Resume(path, { version: 1, ...own, begun, lists: {} });
    }
    const file = parse(path, text);
    for (const what of ["org", "stack", "state"] as const) {
      if (file[what] !== own[what]) throw refuse(path, `is of another ${what}`);
    }
    const age = (now - Date.parse(file.begun)) / 60_000;
    if (age < 0) throw refuse(path, "was begun in the future");
    if (age > MAX_AGE_MINUTES) {
      throw refuse(
        path,
        `was begun ${Math.floor(age)} minutes ago, and ${MAX_AGE_MINUTES} are allowed`,
      );
    }
    return new Resume(path, file);
  }

  /** True: it has answers, so that there is something to go on from. */
  get isBegun(): boolean {
    return Object.keys(this.#file.lists).length > 0;
  }

  /** One line on what it has. */
  get introduction(): string {
    const { begun, lists } = this.#file;
    return this.isBegun
      ? `going on from ${this.#path}: ${Object.keys(lists).length} lists, read since ${begun}`
      : `answers go to ${this.#path}`;
  }

  get(path: string): KeptList | undefined {
    return Object.hasOwn(this.#file.lists, path) ? this.#file.lists[path] : undefined;
  }

  async put(path: string, { items, next }: KeptList): Promise<void> {
    this.#file.lists[path] = { items: [...items], ...(next === undefined ? {} : { next }) };
    try {
      await writeFileAtomic(this.#path, JSON.stringify(this.#file), { mode: 0o600 });
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      throw new Neo4jOktaError(
        "drift-resume",
        `--resume ${this.#path} cannot be written: ${code}.`,
      );
    }
  }

  /** Everything was looked at: the next run begins anew. */
  async end(): Promise<void> {
    await rm(this.#path, { force: true });
  }
}

/** Org, stack, and SHA-256 of the state, which would be too long. */
function marksOf({ orgUrl, exported, declared }: Belonging) {
  return {
    org: new URL(orgUrl).origin,
    stack: declared[0]?.urn.split("::", 1)[0]?.replace("urn:pulumi:", "") ?? "",
    state: createHash("sha256").update(exported).digest("hex"),
  };
}

/** Undefined: there is no such file yet. Answers that somebody else could have written are no answers. */
async function readOwn(path: string): Promise<string | undefined> {
  let file: FileHandle | undefined;
  try {
    file = await open(path, "r");
    const { mode, size } = await file.stat();
    if ((mode & 0o022) !== 0) throw refuse(path, "can be written by others");
    if (size > MAX_BYTES) throw refuse(path, "is larger than any that drift writes");
    return await file.readFile("utf8");
  } catch (error) {
    if (error instanceof Neo4jOktaError) throw error;
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") return undefined;
    throw new Neo4jOktaError("drift-resume", `--resume ${path} cannot be read: ${code}.`);
  } finally {
    await file?.close();
  }
}

function parse(path: string, text: string): z.infer<typeof fileSchema> {
  try {
    return fileSchema.parse(JSON.parse(text));
  } catch {
    throw refuse(path, "is no file that drift has written");
  }
}

function refuse(path: string, why: string): Neo4jOktaError {
  return new Neo4jOktaError(
    "drift-resume",
    `--resume ${path} ${why}. Fix: delete it, or name another file; the run then begins anew.`,
  );
}
