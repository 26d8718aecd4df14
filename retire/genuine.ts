import { createLocalJWKSet, decodeJwt, jwtVerify } from "jose";
import { getJson } from "../verify/checks/http.ts";

/** Milliseconds for the keys. */
const TIMEOUT = 10_000;

/** Why it is not shown that an issuer has signed a token, whatever its times are; undefined where it has. */
export async function notGenuine(token: string, issuer: string): Promise<string | undefined> {
  const answer = await getJson(`${issuer}/v1/keys`, { fetch, timeout: TIMEOUT });
  if (!answer.reached) return `the keys of ${issuer} were not read: ${answer.reason}`;
  try {
    const keys = createLocalJWKSet(answer.body as never);
    const currentDate = new Date((decodeJwt(token).iat ?? 0) * 1000);
    await jwtVerify(token, keys, { issuer, algorithms: ["RS256"], currentDate });
    return undefined;
  } catch {
    return `no key that ${issuer} has now has signed it`;
  }
}
