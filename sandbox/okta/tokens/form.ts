import { refusal } from "./refusals.ts";

/** The parameters of a form-encoded request; each occurs once and has a value. */
export type Form = ReadonlyMap<string, string>;

/** Parameters that a custom authorization server refuses to read from a query. */
const CREDENTIALS = ["client_secret", "client_assertion"];

/**
 * The parameters of a request. The org's own endpoints read the query as well as the body, which is
 * where a client of the Okta provider puts its assertion; those of custom servers read the body alone.
 * @throws OAuthError `invalid_request` for credentials in the query of a custom server's endpoint
 */
export function readParameters(body: unknown, query: unknown, ofOrg: boolean): Form {
  const asked = readForm(query);
  if (ofOrg) return joined(asked, readForm(body));
  if (CREDENTIALS.some((name) => asked.has(name))) throw refusal("client_credentials_in_query");
  return readForm(body);
}

function joined(query: Form, body: Form): Form {
  if ([...query.keys()].some((name) => body.has(name))) throw refusal("duplicate_oauth_params");
  return new Map([...query, ...body]);
}

/**
 * Reads a parsed form body by the rules of RFC 6749 section 3.2: a parameter must not be repeated,
 * and one without a value counts as absent.
 * @throws OAuthError `invalid_request` for a repeated parameter
 */
function readForm(body: unknown): Form {
  const form = new Map<string, string>();
  if (typeof body !== "object" || body === null) return form;
  for (const [name, value] of Object.entries(body)) {
    if (typeof value !== "string") {
      throw refusal("duplicate_oauth_params");
    }
    if (value !== "") form.set(name, value);
  }
  return form;
}
