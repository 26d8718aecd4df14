import type { Value } from "./value.ts";

/** The statements that the stand-in runs itself, as the parser understands them. */
export type Statement =
  | { type: "return"; items: ReturnItem[]; skip?: Expression; limit?: Expression }
  | {
      type: "match";
      pattern: NodePattern;
      items: ReturnItem[];
      skip?: Expression;
      limit?: Expression;
    }
  | { type: "create"; patterns: NodePattern[]; items: ReturnItem[] }
  | { type: "delete"; pattern: NodePattern }
  | { type: "components"; columns: YieldColumn[] };

/** `(variable:Label1:Label2 {key: expression})`. */
export interface NodePattern {
  variable?: string;
  labels: string[];
  properties: MapEntry[];
}

export interface MapEntry {
  key: string;
  value: Expression;
}

export interface ReturnItem {
  expression: Expression;
  /** The alias, or the expression as it is written. */
  name: string;
}

/** A column of a procedure and the name it gets. */
export interface YieldColumn {
  column: string;
  name: string;
}

export type BinaryOperator =
  | "+"
  | "-"
  | "*"
  | "/"
  | "%"
  | "="
  | "<>"
  | "<"
  | "<="
  | ">"
  | ">="
  | "AND"
  | "OR"
  | "XOR";

export type Expression = { offset: number } & (
  | { type: "literal"; value: Value }
  | { type: "parameter"; name: string }
  | { type: "variable"; name: string }
  | { type: "list"; items: Expression[] }
  | { type: "map"; entries: MapEntry[] }
  | { type: "property"; subject: Expression; key: string }
  | { type: "not"; operand: Expression }
  | { type: "negate"; operand: Expression }
  | { type: "isNull"; operand: Expression; negated: boolean }
  | { type: "binary"; operator: BinaryOperator; left: Expression; right: Expression }
  | { type: "count"; operand?: Expression }
  | { type: "labels" | "elementId"; operand: Expression }
);
