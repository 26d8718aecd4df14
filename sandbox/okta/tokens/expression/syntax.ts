/** The tree of an expression. */
export type Node =
  | { readonly type: "literal"; readonly value: string | number | boolean | null }
  | { readonly type: "list"; readonly items: readonly Node[] }
  | { readonly type: "attribute"; readonly path: readonly string[] }
  | { readonly type: "call"; readonly name: string; readonly args: readonly Node[] }
  | { readonly type: "not"; readonly operand: Node }
  | {
      readonly type: "binary";
      readonly operator: BinaryOperator;
      readonly left: Node;
      readonly right: Node;
    }
  | { readonly type: "choice"; readonly condition: Node; readonly yes: Node; readonly no: Node };

/** Operators between two operands, as written. */
export type BinaryOperator = "||" | "&&" | "==" | "!=" | "<" | "<=" | ">" | ">=" | "+";

/** Binary operators from the loosest level to the tightest. */
export const LEVELS: readonly (readonly BinaryOperator[])[] = [
  ["||"],
  ["&&"],
  ["==", "!="],
  ["<", "<=", ">", ">="],
  ["+"],
];
