import type { Structure, Value } from "../../cypher/value.ts";

type FieldType = "integer" | "float" | "string";

/** Fields of the structures that are values, by tag. Source: "Structure semantics", Bolt 5. */
const VALUE_STRUCTURES: ReadonlyMap<number, readonly FieldType[]> = new Map([
  [0x44, ["integer"]], // Date
  [0x54, ["integer", "integer"]], // Time
  [0x74, ["integer"]], // LocalTime
  [0x49, ["integer", "integer", "integer"]], // DateTime
  [0x69, ["integer", "integer", "string"]], // DateTimeZoneId
  [0x64, ["integer", "integer"]], // LocalDateTime
  [0x45, ["integer", "integer", "integer", "integer"]], // Duration
  [0x58, ["integer", "float", "float"]], // Point2D
  [0x59, ["integer", "float", "float", "float"]], // Point3D
]);

/** Whether a structure is a temporal or spatial value with the fields that its kind has. */
export function isValueStructure({ tag, fields }: Structure): boolean {
  const types = VALUE_STRUCTURES.get(tag);
  return (
    types !== undefined &&
    types.length === fields.length &&
    types.every((type, index) => hasType(fields[index] ?? null, type))
  );
}

function hasType(value: Value, type: FieldType): boolean {
  switch (type) {
    case "integer":
      return typeof value === "bigint";
    case "float":
      return typeof value === "number";
    case "string":
      return typeof value === "string";
  }
}
