import type { Facts } from "./settings/facts.ts";

/**
 * Why Neo4j would refuse the value of a map setting (`params`, `config`, `auth_params`,
 * `token_params`), or undefined. The form is `k1=v1;k2=v2`: split on `;`, then on the first `=`,
 * and keys are not trimmed, so a space after `;` becomes part of the key. It may hold a
 * secret, so no value is repeated.
 */
export function mapFault({ keys, required = [] }: Facts, text: string): string | undefined {
  const pieces = text.split(/;(?!;*$)/);
  const malformed = pieces.findIndex((piece) => !/^[^\s=]+=/.test(piece));
  if (malformed !== -1) return `has element ${malformed + 1}, which is not key=value`;
  const given = pieces.map((piece) => piece.slice(0, piece.indexOf("=")));
  const missing = required.find((key) => !given.includes(key));
  if (missing !== undefined) return `lacks the key ${missing}`;
  const unknown = keys && given.find((key) => !keys.includes(key));
  return unknown === undefined ? undefined : `has the key ${unknown}, which Neo4j does not know`;
}
