import { readFile } from "node:fs/promises";
import writeFileAtomic from "write-file-atomic";
import { z } from "zod";
import { Neo4jOktaError } from "../access/errors.ts";
import { jsonOf, jsonText } from "../access/json.ts";
import { PRIVATE_MEMBERS } from "../access/rsa-key.ts";
import type { PublicKey } from "./key.ts";

const documentSchema = z.looseObject({
  keys: z.array(z.looseObject({ kid: z.string().optional() })),
});

/** The `kid`s in a file; of one that is not there none. @throws Neo4jOktaError `keygen-jwks` */
export async function declaredKids(path: string): Promise<string[]> {
  return (await read(path)).keys.flatMap(({ kid }) => kid ?? []);
}

/**
 * The document in a file, or a new one, with one key more. The keys that are there stay as they are.
 *
 * @throws Neo4jOktaError `keygen-jwks` for what is no document of public keys
 */
export async function extendedJwks(
  path: string,
  key: Pick<PublicKey, "kid"> & { n?: unknown },
): Promise<string> {
  const document = await read(path);
  const isThere = document.keys.some(({ kid, n }) => kid === key.kid && n === key.n);
  if (!isThere && document.keys.some(({ kid }) => kid === key.kid)) {
    throw refuse(
      path,
      `has another key with the kid ${key.kid}`,
      "take it away, or give another file",
    );
  }
  const keys = isThere ? document.keys : [...document.keys, { use: "sig", alg: "RS256", ...key }];
  return textOf({ ...document, keys });
}

/** The document in a file with one key less; the others stay as they are. @throws Neo4jOktaError `keygen-jwks` */
export async function reducedJwks(path: string, kid: string): Promise<string> {
  const document = await read(path);
  return textOf({ ...document, keys: document.keys.filter((key) => key.kid !== kid) });
}

function textOf(document: object): string {
  return jsonText(document);
}

/** Writes the document, whole or not at all. It is public. @throws Neo4jOktaError `keygen-jwks` */
export async function writeJwks(path: string, text: string): Promise<void> {
  try {
    await writeFileAtomic(path, text, { mode: 0o644 });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw refuse(
      path,
      `cannot be written: ${code}`,
      "give a file in a folder that exists and that you may write to",
    );
  }
}

async function read(path: string): Promise<z.infer<typeof documentSchema>> {
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") return { keys: [] };
    throw refuse(path, `cannot be read: ${code}`, "give a file that you may read");
  }
  const document = documentSchema.safeParse(jsonOf(text));
  if (!document.success) throw refuse(path, "is no JWKS document", 'give one: {"keys": [...]}');
  const secret = document.data.keys.find((key) => PRIVATE_MEMBERS.some((member) => member in key));
  if (secret !== undefined) {
    throw refuse(
      path,
      `has a private key in it (kid ${secret.kid ?? "unknown"})`,
      "never serve it: take it away, and replace that key wherever it is used",
    );
  }
  return document.data;
}

function refuse(path: string, what: string, fix: string): Neo4jOktaError {
  return new Neo4jOktaError("keygen-jwks", `--jwks ${path} ${what}. Fix: ${fix}.`);
}
