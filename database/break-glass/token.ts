import { text } from "node:stream/consumers";
import { decodeJwt, type JWTPayload } from "jose";
import { type AccessContract, isOfPeopleAlone } from "../../access/contract.ts";
import { effectiveRoles } from "../../access/effective-access.ts";
import { Neo4jOktaError } from "../../access/errors.ts";
import type { RoleMapping } from "../../access/role-mapping.ts";
import { readGivenFile } from "../../command/given-file.ts";

/** A person's token, read but not verified: that is Neo4j's. */
export interface PersonsToken {
  /** Never printed. */
  text: string;
  issuer: string;
  audiences: string[];
  claims: Readonly<Record<string, unknown>>;
}

/** What a stack says of a provider of tokens. */
export interface TokenProvider {
  /** Name among Neo4j's providers, e.g. `oidc-okta`. */
  name: string;
  /** Undefined where Neo4j itself knows the roles, by local users. */
  groupsClaim: string | undefined;
  groups: RoleMapping;
}

/**
 * @param path `-` for `input`
 * @throws Neo4jOktaError `break-glass-token`, which repeats nothing of what was read
 */
export async function readToken(path: string, input: NodeJS.ReadableStream): Promise<PersonsToken> {
  const content = (path === "-" ? await text(input) : await read(path)).trim();
  const claims = claimsOf(content);
  const { iss, aud = [] } = claims;
  if (typeof iss !== "string") {
    throw refused(
      `--token-file ${path} holds no signed token (JWT) with an issuer. Fix: give the access token, or the ID token where tokenType is id_token; opaque tokens do not open Neo4j.`,
    );
  }
  return { text: content, issuer: iss, audiences: [aud].flat(), claims };
}

function claimsOf(content: string): JWTPayload {
  try {
    return decodeJwt(content);
  } catch {
    return {};
  }
}

/**
 * The provider that takes a token, by issuer and audience; undefined for none. No two providers of a stack
 * take the same token.
 */
export function providerOf(
  token: PersonsToken,
  contract: AccessContract,
): TokenProvider | undefined {
  const services = { ...contract, id: contract.neo4j.providerId };
  const providers = [...(isOfPeopleAlone(contract) ? [] : [services]), ...(contract.signIns ?? [])];
  const found = providers.find(
    ({ issuer = token.issuer, audience }) =>
      issuer === token.issuer && token.audiences.includes(audience),
  );
  if (found === undefined) return undefined;
  const { id, groupsClaim, groups } = found;
  return { name: `oidc-${id}`, groupsClaim, groups };
}

/**
 * Whether a token alone makes an administrator. What the database itself grants to a user of the same name
 * goes with `native`, unless the provider has no groups: then `native` stays to grant them.
 */
export function isAdminByToken(
  { claims }: PersonsToken,
  { groupsClaim, groups }: TokenProvider,
): boolean {
  if (groupsClaim === undefined) return true;
  const own = [claims[groupsClaim]].flat().filter((group) => typeof group === "string");
  return effectiveRoles(own, groups).includes("admin");
}

function read(path: string): Promise<string> {
  return readGivenFile(path, (what) => refused(`--token-file ${path} ${what}`));
}

function refused(message: string): Neo4jOktaError {
  return new Neo4jOktaError("break-glass-token", message);
}
