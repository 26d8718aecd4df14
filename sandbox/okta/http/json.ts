import type { FastifyInstance } from "fastify";
import { notWellFormed } from "../errors.ts";

/** How deep a body may be nested; Okta's own documents stay below ten levels. */
const MAX_DEPTH = 64;

/**
 * JSON is the only body that is read; an empty one counts as none, since callers name a content type
 * without sending anything. Keys that would reach a prototype, and deep nesting, are refused.
 */
export function readJson(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  const parse = app.getDefaultJsonParser("error", "error");
  app.addContentTypeParser("application/json", { parseAs: "string" }, (request, body, done) => {
    if (body.length === 0) return done(null, undefined);
    return parse(request, body as string, (error, value) => {
      if (error || depthOf(value) <= MAX_DEPTH) return done(error, value);
      return done(notWellFormed(`The body is nested deeper than ${MAX_DEPTH} levels.`));
    });
  });
}

function depthOf(value: unknown): number {
  let depth = 0;
  let level = [value];
  while (level.length > 0 && depth <= MAX_DEPTH) {
    level = level.flatMap((each) => (typeof each === "object" && each ? Object.values(each) : []));
    depth += 1;
  }
  return depth;
}
