import { z } from "zod";
import type { Database } from "../cypher/database.ts";
import type { Counters } from "../cypher/result.ts";
import { fromPlain, type Value } from "../cypher/value.ts";
import type { Subject } from "../security/types.ts";
import { HttpError } from "./errors.ts";
import { toJson } from "./json.ts";
import { fromTypedJson, toTypedJson } from "./typed-json.ts";

const Statement = z.strictObject({
  statement: z.string().min(1),
  parameters: z.record(z.string(), z.unknown()).default({}),
  includeCounters: z.boolean().default(false),
  accessMode: z
    .string()
    .toUpperCase()
    .pipe(z.enum(["READ", "WRITE"]))
    .default("WRITE"),
  bookmarks: z.array(z.string()).default([]),
  impersonatedUser: z.string().optional(),
  maxExecutionTime: z.number().int().nonnegative().optional(),
  txMetadata: z.record(z.string(), z.unknown()).optional(),
});

/** Which sides of a request are typed JSON. */
export interface Typing {
  readsTyped: boolean;
  writesTyped: boolean;
}

/** The body of a Query API request. */
type QueryRequest = z.infer<typeof Statement>;

/**
 * Reads the body of `POST /db/{databaseName}/query/v2`.
 *
 * @throws HttpError 400 Request.Invalid that names every bad or unknown field
 */
export function readQueryRequest(body: unknown): QueryRequest {
  const result = Statement.safeParse(body);
  if (result.success) return result.data;
  const problems = result.error.issues.map(
    ({ path, message }) => `${path.length > 0 ? path.join(".") : "body"}: ${message}`,
  );
  throw new HttpError(400, "Neo.ClientError.Request.Invalid", problems.join("; "));
}

/**
 * Runs one statement in a transaction of its own and answers the Query API's body.
 *
 * @throws Neo4jError from the statement, HttpError for a value that JSON cannot hold
 */
export async function runQuery(
  database: Database,
  subject: Subject,
  name: string,
  request: QueryRequest,
  { readsTyped, writesTyped }: Typing,
): Promise<Record<string, unknown>> {
  const transaction = database.begin(subject, {
    database: name,
    mode: request.accessMode === "READ" ? "r" : "w",
    impersonated: request.impersonatedUser,
    bookmarks: request.bookmarks,
  });
  try {
    const { fields, rows, counters } = await transaction.run(
      request.statement,
      readParameters(request.parameters, readsTyped ? fromTypedJson : fromPlain),
    );
    const bookmark = transaction.commit();
    const write = writesTyped ? toTypedJson : toJson;
    return {
      data: { fields, values: rows.map((row) => row.map(write)) },
      ...(request.includeCounters && { counters: describeCounters(counters) }),
      bookmarks: [bookmark],
    };
  } catch (error) {
    transaction.rollback();
    throw error;
  }
}

function readParameters(
  parameters: Record<string, unknown>,
  read: (value: unknown) => Value,
): Map<string, Value> {
  return new Map(Object.entries(parameters).map(([name, value]) => [name, read(value)]));
}

function describeCounters(counters: Counters): Record<string, number | boolean> {
  return {
    containsUpdates: Object.values(counters).some((count) => count > 0),
    ...counters,
    labelsRemoved: 0,
    indexesAdded: 0,
    indexesRemoved: 0,
    constraintsAdded: 0,
    constraintsRemoved: 0,
    containsSystemUpdates: false,
    systemUpdates: 0,
  };
}
