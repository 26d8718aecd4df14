import { z } from "zod";

/** What a field accepts, in words, and how it is called when it is refused. */
interface FieldRule {
  code: string;
  allowed: string;
  fix: string;
  pattern: RegExp;
}

/** A string with a grammar; the pattern also goes into the JSON Schema, for editors. */
export function text({ pattern, ...params }: FieldRule) {
  return z
    .string()
    .refine((value) => pattern.test(value), { params })
    .meta({ pattern: pattern.source, patternErrorMessage: `Allowed: ${params.allowed}.` });
}

/** One line that a reader sees whole: no control, format or line-breaking characters. */
export function line(code: string, min: number, max: number, fix: string) {
  return text({
    code,
    pattern: new RegExp(`^(?=.*\\S)[^\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]{${min},${max}}$`, "u"),
    allowed: `one line of ${min} to ${max} characters, not only spaces`,
    fix,
  });
}

/** A day of the calendar, `YYYY-MM-DD`. */
export function day() {
  const date = z.iso.date();
  return z
    .string()
    .refine((value) => date.safeParse(value).success, {
      params: {
        code: "date",
        allowed: "a day of the calendar as YYYY-MM-DD",
        fix: "write year, month and day",
      },
    })
    .meta({ format: "date" });
}

/** RFC 1123 label, at most `max` characters: the names that Kubernetes and Helm accept. */
export function label(code: string, max = 63) {
  return text({
    code,
    pattern: new RegExp(`^(?=.{1,${max}}$)[a-z0-9]([-a-z0-9]*[a-z0-9])?$`),
    allowed: `1 to ${max} lower-case letters, digits and "-", with a letter or digit at both ends`,
    fix: "choose a name of that form",
  });
}

/** An absolute https URL in ASCII, without credentials or fragment. */
export function httpsUrl(code: string, fix: string) {
  return text({
    code,
    pattern: /^https:\/\/[A-Za-z0-9][A-Za-z0-9.-]*(:[0-9]{1,5})?(\/[!-"$-~]*)?$/,
    allowed: "an https:// URL in ASCII without user, password or fragment",
    fix,
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
        fix: "choose a number in that range",
      },
    })
    .meta({ type: "integer", minimum: min, maximum: max });
}
