import { z } from "zod";
import { Neo4jOktaError } from "../../access/errors.ts";
import { jsonOf } from "../../access/json.ts";
import { declaredKids, extendedJwks, reducedJwks, writeJwks } from "../../keygen/jwks-file.ts";
import { readText } from "../../tokens/http.ts";
import type { KeyPlace } from "./public-keys.ts";

const documentSchema = z.object({ keys: z.array(z.looseObject({ kid: z.string() })) });

/** A JWKS document: the file that is written, and the address where Okta fetches what is served of it. */
export function jwksDocument(
  { account, file, uri }: { account: string; file: string; uri: string },
  request: typeof fetch,
): KeyPlace {
  return {
    ...{ kind: "jwks_document", account },
    awaits: `publish ${file} at ${uri}, then run this again`,
    refresh: `write into ${file} what ${uri} serves`,
    async taken() {
      const text = await served(uri, request).catch((error: unknown) => {
        throw unreadable(account, uri, (error as Error).message);
      });
      const document = documentSchema.safeParse(jsonOf(text ?? ""));
      if (!document.success) throw unreadable(account, uri, "it is no JWKS document with kids");
      return document.data.keys;
    },
    declared: () => declaredKids(file),
    put: async (key) => writeJwks(file, await extendedJwks(file, key)),
    take: async (kid) => writeJwks(file, await reducedJwks(file, kid)),
  };
}

async function served(uri: string, request: typeof fetch): Promise<string | undefined> {
  const response = await request(uri, { redirect: "error", cache: "no-store" });
  if (!response.ok) throw new Error(`it answers ${response.status}`);
  return readText(response);
}

function unreadable(account: string, uri: string, what: string): Neo4jOktaError {
  return new Neo4jOktaError(
    "rotation-served",
    `${account}: the JWKS document at ${uri} cannot be read: ${what}. Fix: serve it there, as Okta reads the same address.`,
  );
}
