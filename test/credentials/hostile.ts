import fc from "fast-check";
import type { Fields } from "../../access/credentials/keys.ts";
import type { Handed } from "../../credentials/formats/format.ts";
import { FORMATS } from "../../credentials/formats/index.ts";

const PIECES = [
  ..."'\"$`\\#!=:;,%&|<>(){}[]~*?@ \n",
  ..."ab09",
  "é",
  "☃",
  "😀",
  "$\u007bHOME}",
  "$(id)",
  "\\n",
  "JSON\n",
  "\n---\n",
  "yes",
  "null",
];

/** Values that are taken for something else where they are not quoted well. */
const hostile = fc
  .array(fc.constantFrom(...PIECES), { minLength: 1, maxLength: 12 })
  .map((pieces) => pieces.join(""));

const SECRET_KINDS = ["client_secret_basic", "client_secret_post"] as const;

/** What is handed to a service on a client secret, with hostile values. */
export const handedSecret = fc
  .record({
    account: hostile,
    authMethod: fc.constantFrom(...SECRET_KINDS),
    clientSecret: hostile,
    issuer: hostile,
    scope: hostile,
    audience: hostile,
    neo4jUri: hostile,
  })
  .map(handed);

/** The same on a private key. */
export const handedKey = fc
  .record({ authMethod: fc.constant("private_key_jwt"), privateKey: hostile, neo4jUri: hostile })
  .map(handed);

export function handed(fields: Fields<string>): Handed {
  return {
    fields,
    account: "etl-loader",
    secret: { namespace: "etl", name: "etl-loader-okta" },
    entry: "team's/etl $(id)",
    store: { kind: "SecretStore", name: "team" },
  };
}

export function render(format: string, one: Handed): string {
  return FORMATS[format]?.render(one) ?? "";
}
