import { readFile } from "node:fs/promises";
import { lock } from "proper-lockfile";
import writeFileAtomic from "write-file-atomic";
import { z } from "zod";
import { Neo4jOktaError } from "../../access/errors.ts";
import { jsonOf, jsonText } from "../../access/json.ts";
import { recordOf, type State } from "./state.ts";

const fileSchema = z.record(z.string(), z.string());

/** The state in a file that all runs share; it holds no secret. */
export function fileState(path: string): State {
  const place = `file ${path}`;
  const read = async (): Promise<Record<string, string>> => {
    const text = await readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT") return "{}";
      throw refused(place, `cannot be read: ${error.code}`);
    });
    const parsed = fileSchema.safeParse(jsonOf(text));
    if (!parsed.success) throw refused(place, "is no state of a rotation");
    return parsed.data;
  };
  return {
    place,
    keepsSecrets: false,
    read: async (account) => recordOf(await read(), account),
    async swap(account, before, after) {
      const release = await lock(path, { realpath: false, retries: 5 }).catch((error) => {
        throw refused(place, `cannot be locked: ${(error as NodeJS.ErrnoException).code}`);
      });
      try {
        const records = await read();
        if (recordOf(records, account) !== before) return false;
        const text = jsonText({ ...records, [account]: after });
        await writeFileAtomic(path, text, { mode: 0o600 });
        return true;
      } finally {
        await release();
      }
    },
  };
}

function refused(place: string, what: string): Neo4jOktaError {
  return new Neo4jOktaError(
    "rotation-state",
    `--state ${place} ${what}. Fix: give a file in a folder that exists, that every run shares and may write to.`,
  );
}
