import { z } from "zod";
import { HttpError } from "./errors.ts";

const Statement = z.strictObject({
  statement: z.string().min(1),
  parameters: z.record(z.string(), z.unknown()).default({}),
  includeCounters: z.boolean().default(false),
  accessMode: z.enum(["READ", "WRITE"]).default("WRITE"),
  bookmarks: z.array(z.string()).default([]),
  impersonatedUser: z.string().optional(),
  maxExecutionTime: z.number().int().nonnegative().optional(),
  txMetadata: z.record(z.string(), z.unknown()).optional(),
});

/** The body of a Query API request. */
export type QueryRequest = z.infer<typeof Statement>;

/**
 * Reads the body of `POST /db/{databaseName}/query/v2`.
 *
 * @throws HttpError 400 Request.InvalidFormat that names every bad or unknown field
 */
export function readQueryRequest(body: unknown): QueryRequest {
  const result = Statement.safeParse(body);
  if (result.success) return result.data;
  const problems = result.error.issues.map(
    ({ path, message }) => `${path.length > 0 ? path.join(".") : "body"}: ${message}`,
  );
  throw new HttpError(400, "Neo.ClientError.Request.InvalidFormat", problems.join("; "));
}
