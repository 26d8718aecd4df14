/** Why an expression has no value. */
type ExpressionErrorCode =
  | "too-long"
  | "too-deep"
  | "syntax"
  | "unknown-attribute"
  | "unknown-function"
  | "type";

/** An expression that cannot be read or evaluated. The message says what and where. */
export class ExpressionError extends Error {
  override readonly name = "ExpressionError";
  readonly code: ExpressionErrorCode;

  constructor(code: ExpressionErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}
