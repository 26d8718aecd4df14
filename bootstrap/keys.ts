import type { Finding } from "../access/finding.ts";
import { IDENTITIES, type Identity, type Plan } from "../access/okta-rights/plan.ts";
import { modulusOf } from "../access/rsa-key.ts";
import type { Keys } from "./schema.ts";

/** Identities of the plan without keys, and keys that two identities share. */
export function keyFindings(
  keys: { readonly [identity: string]: Keys | undefined },
  { identities }: Plan,
  base: string,
): Finding[] {
  const owners = new Map<string, Identity>();
  return IDENTITIES.flatMap((identity): Finding[] => {
    if (identities[identity] === undefined) return [];
    const at = [base, identity];
    const own = keys[identity];
    if (own === undefined) return [noKeys(at)];
    const owner = own.jwksUri ?? own.jwks?.map(({ n }) => modulusOf(n));
    return [owner ?? []].flat().flatMap((key) => {
      const other = owners.get(key);
      owners.set(key, other ?? identity);
      return other === undefined || other === identity ? [] : [shared(at, other)];
    });
  });
}

function noKeys(at: string[]): Finding {
  return {
    code: "keys-missing",
    at,
    message: "is missing, and the plan has this identity",
    allowed: "{ jwksUri: https://... } or { jwks: [...] }",
    fix: "make a key pair for this identity (npm run keygen), and give its public half here",
  };
}

function shared(at: string[], other: Identity): Finding {
  return {
    code: "keys-shared",
    at,
    message: `has a key of ${other}: whoever holds it is both`,
    allowed: "keys of its own for each identity",
    fix: "make another key pair for this identity",
  };
}
