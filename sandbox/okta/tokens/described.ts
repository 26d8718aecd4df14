import type { OAuthErrorCode } from "./errors.ts";

/** What Okta documents of refusals with this status and `error`: internal code to description. */
export function described<const T extends Record<string, string>>(
  status: number,
  error: OAuthErrorCode,
  descriptions: T,
) {
  const codes = Object.keys(descriptions) as (keyof T & string)[];
  return Object.fromEntries(
    codes.map((code) => [code, { status, error, description: descriptions[code] ?? "" }]),
  ) as Record<keyof T, { status: number; error: OAuthErrorCode; description: string }>;
}
