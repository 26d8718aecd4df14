/** Keys that `dbms.security.oidc.<provider>.config` accepts. */
const CONFIG_KEYS = [
  "code_challenge_method",
  "implicit_flow_requires_nonce",
  "principal",
  "token_type_authentication",
  "token_type_principal",
];

/** Keys that `dbms.security.oidc.<provider>.params` needs once it is set at all. */
const PARAMS_KEYS = ["client_id", "response_type", "scope"];

/**
 * Why Neo4j would refuse the value of a map setting (`params`, `config`, `auth_params`,
 * `token_params`), or undefined. The form is `k1=v1;k2=v2`: split on `;`, then on the first `=`,
 * and keys are not trimmed, so a space after `;` becomes part of the key.
 */
export function mapSettingFault(suffix: string, text: string): string | undefined {
  const pieces = text
    .split(";")
    .filter((piece, index, all) => piece !== "" || index < all.length - 1);
  const malformed = pieces.find((piece) => !/^[^\s=]+=/.test(piece));
  if (malformed !== undefined)
    return `has the element ${JSON.stringify(malformed)}, which is not key=value`;
  const keys = pieces.map((piece) => piece.slice(0, piece.indexOf("=")));
  const missing = suffix === "params" ? PARAMS_KEYS.find((key) => !keys.includes(key)) : undefined;
  if (missing !== undefined) return `lacks the key ${missing}`;
  const unknown = suffix === "config" ? keys.find((key) => !CONFIG_KEYS.includes(key)) : undefined;
  return unknown === undefined ? undefined : `has the key ${unknown}, which Neo4j does not know`;
}
