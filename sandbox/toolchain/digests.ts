import { readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { z } from "zod";
import { SandboxError } from "../errors.ts";
import { type CacheEntry, cacheKey, readEntry } from "./cache.ts";
import type { ToolSpec } from "./catalogue.ts";
import { reasonOf } from "./download.ts";
import type { Surroundings } from "./locate.ts";

/** The file in which a team keeps the digests of its downloads. */
export const DIGESTS_FILE = "toolchain-digests.json";

const DIGEST = /^[0-9a-f]{64}$/;
const DigestsSchema = z.record(z.url({ protocol: /^https?$/ }), z.string().regex(DIGEST));

/** Address of a download to the SHA-256 of its file, in hexadecimal. */
export type Digests = Readonly<Record<string, string>>;

/**
 * The digests that a team keeps: {@link DIGESTS_FILE} in the project's folder, else in the nearest
 * one above it that has the file.
 *
 * @returns undefined: nobody keeps any
 * @throws SandboxError `toolchain-digests` if it cannot be read or has another form
 */
export async function keptDigests(
  project: string,
): Promise<{ file: string; digests: Digests } | undefined> {
  const file = join(project, DIGESTS_FILE);
  const refuse = (why: string) =>
    new SandboxError(
      "toolchain-digests",
      `${file} ${why}. Allowed: a JSON object of download addresses to SHA-256 digests. ` +
        "Fix: correct it, or remove it and write it anew (npm run --silent toolchain -- --digests).",
    );
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") {
      throw refuse(`cannot be read (${reasonOf(error)})`);
    }
    const above = dirname(project);
    return above === project ? undefined : keptDigests(above);
  }
  const parsed = DigestsSchema.safeParse(parseJson(text));
  if (parsed.success) return { file, digests: parsed.data };
  throw refuse(`has another form (${parsed.error.issues[0]?.message})`);
}

/** A file that is about to be fetched, and what its server says its digest is. */
export interface Download {
  url: string;
  sha256: string;
}

/**
 * Refuses a download that is not the one that was known before: to the team, which keeps its digest,
 * or to this machine, which noted it at the first download of that version.
 *
 * @param key name of the cache's entry
 * @throws SandboxError `toolchain-digest`; `toolchain-digests`
 */
export async function assertKnownDigest(
  { url, sha256 }: Download,
  key: string,
  { cache, project }: Pick<Surroundings, "cache" | "project">,
): Promise<void> {
  const refuse = (known: string, fix: string) => {
    const both = `${url} is published with SHA-256 ${sha256}, but ${known}`;
    throw new SandboxError("toolchain-digest", `${both}. It is not fetched. ${fix}`);
  };
  const kept = await keptDigests(project);
  const compare =
    "Fix: compare both with what the project itself announces; if the new one is right, ";
  if (kept) {
    const known = kept.digests[url];
    if (known === undefined) {
      const fix = "Fix: add it (npm run --silent toolchain -- --digests prints the file).";
      refuse(`${kept.file} has no digest of it`, fix);
    }
    if (known !== sha256) refuse(`${kept.file} has ${known}`, `${compare}write it there.`);
  }
  const noted = await notedDigest(cache, key);
  if (noted !== undefined && noted !== sha256) {
    const known = `its first download on this machine had ${noted}`;
    refuse(known, `${compare}remove ${noteOf(cache, key)}.`);
  }
}

/** Notes the digest of a version's first download. The note outlives the entry that it is about. */
export async function noteDigest(cache: string, key: string, download: Download): Promise<void> {
  await writeFile(noteOf(cache, key), `${download.sha256}  ${download.url}\n`);
}

/**
 * A tool in the cache; without one a note for people says why. A downloaded one does not count where
 * the team keeps digests and its own is not among them.
 *
 * @throws SandboxError `toolchain-digests`
 */
export async function trustedEntry(
  spec: ToolSpec,
  { cache, platform, project }: Pick<Surroundings, "cache" | "platform" | "project">,
): Promise<{ entry: CacheEntry } | { entry: undefined; note: string }> {
  const key = cacheKey(spec, platform);
  const what = `${spec.name} ${spec.version}`;
  const entry = await readEntry(cache, key);
  if (entry === undefined) return { entry, note: `cache: no ${what}` };
  const kept = entry.origin === "download" ? await keptDigests(project) : undefined;
  if (kept === undefined) return { entry };
  const noted = await notedDigest(cache, key);
  if (noted !== undefined && noted === kept.digests[spec.release?.url ?? ""]) return { entry };
  const digest = noted === undefined ? "an unknown SHA-256" : `SHA-256 ${noted}`;
  const note = `cache: ${what} was downloaded with ${digest}, which ${kept.file} does not have`;
  return { entry: undefined, note };
}

async function notedDigest(cache: string, key: string): Promise<string | undefined> {
  const text = await readFile(noteOf(cache, key), "utf8").catch(() => "");
  return /^[0-9a-f]{64}/.exec(text)?.[0];
}

/** In the form that `sha256sum` prints, with the address in place of the file's name. */
function noteOf(cache: string, key: string): string {
  return join(cache, "tools", `${key}.sha256`);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
