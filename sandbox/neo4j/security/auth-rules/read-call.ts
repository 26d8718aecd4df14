import type { Cursor } from "../../cypher/cursor.ts";
import {
  claimValue,
  combine,
  type Expression,
  NOT_FULFILLABLE,
  negated,
  type Plain,
} from "./expression.ts";

/** What the readers of one condition share. */
export interface Reading {
  cursor: Cursor;
  /** Takes the names of the claims that are read. */
  claims: Set<string>;
  /** Variables of list predicates around. */
  variables: readonly string[];
}

/** Reads a whole expression inside of another. */
type ReadInner = (reading: Reading) => Expression;

/** Whether a list predicate holds, by what its condition says of each item. */
const QUANTIFIERS: Readonly<Record<string, (results: Plain[]) => Plain>> = {
  ANY: (results) => combine(results, true),
  ALL: (results) => combine(results, false),
  NONE: (results) => negated(combine(results, true)),
};

const FUNCTIONS: Readonly<Record<string, (value: Plain) => Plain>> = {
  TOLOWER: (value) => (typeof value === "string" ? value.toLowerCase() : rejected(value)),
  TOUPPER: (value) => (typeof value === "string" ? value.toUpperCase() : rejected(value)),
  SIZE: (value) =>
    typeof value === "string" || Array.isArray(value) ? value.length : rejected(value),
};

/** Parts of the transaction's time, UTC. */
const CLOCKS: readonly [call: string, parts: readonly string[]][] = [
  ["TIME.TRANSACTION", ["hour", "minute"]],
  ["DATETIME.TRANSACTION", ["hour", "minute", "year", "month", "day", "dayOfWeek"]],
  ["DATE.TRANSACTION", ["year", "month", "day", "dayOfWeek"]],
];

/** A function or list predicate, if one is next. @throws Neo4jError UnsupportedOperationError */
export function readCall(reading: Reading, readInner: ReadInner): Expression | undefined {
  const { cursor, claims } = reading;
  if (cursor.take("ABAC.OIDC.USER_ATTRIBUTE (")) {
    const name = cursor.text("the name of a claim in quotes");
    cursor.expect(")");
    claims.add(name);
    return (scope) => claimValue(scope.claims.get(name));
  }
  for (const [call, parts] of CLOCKS) if (cursor.take(`${call} (`)) return readClock(cursor, parts);
  for (const [word, judge] of Object.entries(QUANTIFIERS)) {
    if (cursor.take(`${word} (`)) return readQuantifier(reading, judge, readInner);
  }
  for (const [word, apply] of Object.entries(FUNCTIONS)) {
    if (!cursor.take(`${word} (`)) continue;
    const argument = readInner(reading);
    cursor.expect(")");
    return (scope) => {
      const value = argument(scope);
      return value === null ? null : apply(value);
    };
  }
  return undefined;
}

function readQuantifier(
  reading: Reading,
  judge: (results: Plain[]) => Plain,
  readInner: ReadInner,
): Expression {
  const { cursor, variables } = reading;
  const variable = cursor.name("a variable");
  cursor.expect("IN");
  const list = readInner(reading);
  cursor.expect("WHERE");
  const inner = readInner({ ...reading, variables: [...variables, variable] });
  cursor.expect(")");
  return (scope) => {
    const items = list(scope);
    if (items === null) return null;
    if (!Array.isArray(items)) throw NOT_FULFILLABLE;
    const results = items.map((item) =>
      inner({ ...scope, variables: new Map([...scope.variables, [variable, item]]) }),
    );
    return judge(results);
  };
}

function readClock(cursor: Cursor, parts: readonly string[]): Expression {
  const zone = cursor.takeKind("text") ?? "UTC";
  if (zone !== "UTC") cursor.fail("'UTC', the only time zone of the stand-in");
  cursor.expect(").");
  const part = cursor.name("a part of the time");
  if (!parts.includes(part)) cursor.fail(`one of ${parts.join(", ")}`);
  return ({ now }) => partOf(new Date(now), part);
}

function partOf(time: Date, part: string): number {
  const parts: Record<string, number> = {
    hour: time.getUTCHours(),
    minute: time.getUTCMinutes(),
    year: time.getUTCFullYear(),
    month: time.getUTCMonth() + 1,
    day: time.getUTCDate(),
    dayOfWeek: time.getUTCDay() || 7,
  };
  return parts[part] ?? 0;
}

function rejected(value: Plain): Plain {
  if (value === null) return null;
  throw NOT_FULFILLABLE;
}
