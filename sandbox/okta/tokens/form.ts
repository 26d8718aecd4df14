import { refusal } from "./refusals.ts";

/** The parameters of a form-encoded request; each occurs once and has a value. */
export type Form = ReadonlyMap<string, string>;

/**
 * Reads a parsed form body by the rules of RFC 6749 section 3.2: a parameter must not be repeated,
 * and one without a value counts as absent.
 * @throws OAuthError `invalid_request` for a repeated parameter
 */
export function readForm(body: unknown): Form {
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
