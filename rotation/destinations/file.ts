import { readFile } from "node:fs/promises";
import { join } from "node:path";
import writeFileAtomic from "write-file-atomic";
import type { AccessAccount } from "../../access/contract.ts";
import { Neo4jOktaError } from "../../access/errors.ts";
import type { Destination } from "./destination.ts";
import { credentialIn, textOf } from "./text.ts";

/** A file of the account's name in a folder, as `verify --secrets` reads it; only its owner reads it. */
export function fileDestination(
  folder: string,
  { name, credential: kind }: Pick<AccessAccount, "name" | "credential">,
): Destination {
  const path = join(folder, name);
  const place = `--output ${path}`;
  return {
    place,
    async read() {
      try {
        return credentialIn(await readFile(path, "utf8"), kind);
      } catch (error) {
        const { code } = error as NodeJS.ErrnoException;
        if (code === "ENOENT") return undefined;
        throw refused(place, `cannot be read: ${code}`);
      }
    },
    async write(credential) {
      try {
        await writeFileAtomic(path, textOf(credential), { mode: 0o600 });
      } catch (error) {
        throw refused(place, `cannot be written: ${(error as NodeJS.ErrnoException).code}`);
      }
    },
  };
}

function refused(place: string, what: string): Neo4jOktaError {
  return new Neo4jOktaError(
    "rotation-delivery",
    `${place} ${what}. Fix: give a folder that exists and that you may write to.`,
  );
}
