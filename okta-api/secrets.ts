/** Client secrets, and the private members of a JWK. */
const SECRET = /^(?:client_secret|d|p|q|dp|dq|qi)$/;

/** The secrets that a body sends to Okta, which an answer may repeat. */
export function secretsIn(body: unknown): string[] {
  if (typeof body !== "object" || body === null) return [];
  return Object.entries(body).flatMap(([name, value]) =>
    typeof value === "string" && SECRET.test(name) ? [value] : secretsIn(value),
  );
}
