import fc from "fast-check";

const MARK = "a number beyond all bounds: ";

/** A number that JSON can hold and JavaScript cannot, for `jsonText`. */
export const HUGE = `${MARK}1e400`;

/** One arbitrary per type of a JSON value; `huge` numbers have the right type, but no computer holds them. */
const TYPES = {
  null: fc.constant(null),
  boolean: fc.boolean(),
  number: fc.oneof(fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true })),
  huge: fc.constantFrom(HUGE, `${MARK}-1e400`, `${MARK}1e99999`),
  string: fc.oneof(fc.string(), fc.integer().map(String), fc.constant("2099-01-01T00:00:00Z")),
  array: fc.array(fc.oneof(fc.integer(), fc.string(), fc.constant("etl-loader")), { maxLength: 2 }),
  object: fc.dictionary(fc.constantFrom("valueOf", "toString", "length", "a"), fc.integer()),
} as const;

/** Values of every JSON type but these. Write them with `jsonText`. */
export function jsonNot(...types: (keyof typeof TYPES)[]): fc.Arbitrary<unknown> {
  const others = Object.entries(TYPES).filter(([type]) => !types.some((each) => each === type));
  return fc.oneof(...others.map(([, values]) => values as fc.Arbitrary<unknown>));
}

/** As `JSON.stringify`, and huge numbers as the numbers that they are. */
export function jsonText(value: unknown): string {
  return JSON.stringify(value).replaceAll(new RegExp(`"${MARK}([^"]+)"`, "g"), "$1");
}
