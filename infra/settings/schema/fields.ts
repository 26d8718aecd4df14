import { z } from "zod";

/** What a field accepts, in words, and how it is called when it is refused. */
export interface FieldRule {
  code: string;
  allowed: string;
  mend: string;
  pattern: RegExp;
}

/** A string with a grammar; the pattern also goes into the JSON Schema, for editors. */
export function text({ pattern, ...params }: FieldRule) {
  return z
    .string()
    .refine((value) => pattern.test(value), { params })
    .meta({ pattern: pattern.source, patternErrorMessage: `Allowed: ${params.allowed}.` });
}

/** RFC 1123 label, at most `max` characters: the names that Kubernetes and Helm accept. */
export function label(code: string, max = 63) {
  return text({
    code,
    pattern: new RegExp(`^(?=.{1,${max}}$)[a-z0-9]([-a-z0-9]*[a-z0-9])?$`),
    allowed: `1 to ${max} lower-case letters, digits and "-", with a letter or digit at both ends`,
    mend: "choose a name of that form",
  });
}

/** An absolute https URL without credentials or fragment. */
export function httpsUrl(code: string) {
  return text({
    code,
    pattern: /^https:\/\/[^\s/@#?]+(\/[^\s#]*)?$/,
    allowed: "an https:// URL without user, password or fragment",
    mend: "serve it over https; Okta and Neo4j refuse to fetch keys over plain http",
  });
}

/** A whole number within bounds, both included. */
export function whole(code: string, min: number, max: number, unit: string) {
  return z
    .number()
    .refine((value) => Number.isInteger(value) && value >= min && value <= max, {
      params: {
        code,
        allowed: `a whole number of ${unit} from ${min} to ${max}`,
        mend: "choose a number in that range",
      },
    })
    .meta({ type: "integer", minimum: min, maximum: max });
}
