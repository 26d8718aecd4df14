import { HttpError } from "./errors.ts";

export const JSON_TYPE = "application/json";
const TYPED_JSON = ["application/vnd.neo4j.query", "application/vnd.neo4j.query.v1.0"];

/** What the Query API reads and writes. */
export const QUERY_TYPES = [JSON_TYPE, ...TYPED_JSON];

/** Whether a `Content-Type`, or a media type, is the Query API's typed JSON. */
export function isTyped(type = ""): boolean {
  return TYPED_JSON.includes(type.split(";")[0]?.trim().toLowerCase() ?? "");
}

/**
 * The media type that an `Accept` header likes best.
 *
 * @param offered what can be written, the usual one first
 * @throws HttpError 406 if it takes none of them
 */
export function negotiate(accept: string | undefined, offered: readonly string[]): string {
  for (const wanted of inOrder(accept ?? "*/*")) {
    const found = /^(application|\*)\/\*$/.test(wanted) ? offered[0] : wanted;
    if (found !== undefined && offered.includes(found)) return found;
  }
  throw new HttpError(
    406,
    "Neo.ClientError.Request.Invalid",
    `The sandbox's Neo4j stand-in answers ${offered.join(", ")} only; the request accepts ${accept}.`,
  );
}

function inOrder(accept: string): string[] {
  const entries = accept.split(",").map((entry) => {
    const [type = "", ...parameters] = entry.split(";").map((part) => part.trim().toLowerCase());
    const quality = parameters.find((parameter) => parameter.startsWith("q="))?.slice(2);
    return { type, quality: Number(quality ?? 1) };
  });
  return entries.sort((one, other) => other.quality - one.quality).map(({ type }) => type);
}
