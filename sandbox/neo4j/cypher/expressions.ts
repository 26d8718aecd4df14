import type { BinaryOperator, Expression, MapEntry } from "./ast.ts";
import { unsupported } from "./errors.ts";
import type { TokenStream } from "./token-stream.ts";
import { INT64_MAX, type Value } from "./value.ts";

/** How deep expressions may nest, so that no statement can exhaust the stack. */
const MAX_DEPTH = 100;

const COMPARISONS = ["=", "<>", "<", "<=", ">", ">="] as const;

/** Parses expressions, loosest operator first. */
export class ExpressionParser {
  readonly #tokens: TokenStream;
  #depth = 0;

  constructor(tokens: TokenStream) {
    this.#tokens = tokens;
  }

  expression(): Expression {
    if (++this.#depth > MAX_DEPTH) {
      throw unsupported(`Nesting deeper than ${MAX_DEPTH} levels`, this.#tokens.place());
    }
    const expression = this.#or();
    this.#depth--;
    return expression;
  }

  /** The entries of `{key: expression, ...}`, from its opening brace. */
  mapEntries(): MapEntry[] {
    const tokens = this.#tokens;
    const entries: MapEntry[] = [];
    tokens.expectSymbol("{");
    if (tokens.takeSymbol("}")) return entries;
    do {
      const key = tokens.expectName("a property name");
      tokens.expectSymbol(":");
      entries.push({ key, value: this.expression() });
    } while (tokens.takeSymbol(","));
    tokens.expectSymbol("}");
    return entries;
  }

  #or(): Expression {
    let left = this.#xor();
    while (this.#tokens.takeKeyword("OR")) left = binary("OR", left, this.#xor());
    return left;
  }

  #xor(): Expression {
    let left = this.#and();
    while (this.#tokens.takeKeyword("XOR")) left = binary("XOR", left, this.#and());
    return left;
  }

  #and(): Expression {
    let left = this.#not();
    while (this.#tokens.takeKeyword("AND")) left = binary("AND", left, this.#not());
    return left;
  }

  #not(): Expression {
    const { offset } = this.#tokens.current;
    let negations = 0;
    while (this.#tokens.takeKeyword("NOT")) negations++;
    const operand = this.#comparison();
    if (negations === 0) return operand;
    const once: Expression = { type: "not", operand, offset };
    return negations % 2 === 1 ? once : { type: "not", operand: once, offset };
  }

  #comparison(): Expression {
    const left = this.#sum();
    if (this.#tokens.takeKeyword("IS")) {
      const negated = this.#tokens.takeKeyword("NOT");
      this.#tokens.expectKeyword("NULL");
      return { type: "isNull", operand: left, negated, offset: left.offset };
    }
    const operator = COMPARISONS.find((symbol) => this.#tokens.takeSymbol(symbol));
    if (operator === undefined) return left;
    const comparison = binary(operator, left, this.#sum());
    if (COMPARISONS.some((symbol) => this.#tokens.isSymbol(symbol))) {
      throw unsupported("A chain of comparisons", this.#tokens.place());
    }
    return comparison;
  }

  #sum(): Expression {
    let left = this.#product();
    for (;;) {
      if (this.#tokens.takeSymbol("+")) left = binary("+", left, this.#product());
      else if (this.#tokens.takeSymbol("-")) left = binary("-", left, this.#product());
      else return left;
    }
  }

  #product(): Expression {
    let left = this.#sign();
    for (;;) {
      const operator = (["*", "/", "%"] as const).find((symbol) => this.#tokens.takeSymbol(symbol));
      if (operator === undefined) return left;
      left = binary(operator, left, this.#sign());
    }
  }

  #sign(): Expression {
    const { offset } = this.#tokens.current;
    let negative = false;
    for (;;) {
      if (this.#tokens.takeSymbol("-")) negative = !negative;
      else if (!this.#tokens.takeSymbol("+")) break;
    }
    const operand = this.#property(negative);
    return negative ? { type: "negate", operand, offset } : operand;
  }

  #property(negative: boolean): Expression {
    let subject = this.#atom(negative);
    while (this.#tokens.takeSymbol(".")) {
      const key = this.#tokens.expectName("a property name");
      subject = { type: "property", subject, key, offset: subject.offset };
    }
    return subject;
  }

  #atom(negative: boolean): Expression {
    const tokens = this.#tokens;
    const { offset } = tokens.current;
    const token = tokens.current;
    switch (token.kind) {
      case "integer":
        if (token.value > INT64_MAX && !negative) throw tokens.semantic("integer is too large");
        tokens.advance();
        return literal(token.value, offset);
      case "float":
      case "string":
        tokens.advance();
        return literal(token.value, offset);
      case "parameter":
        tokens.advance();
        return { type: "parameter", name: token.name, offset };
      case "name":
        return this.#named(token.text, token.quoted, offset);
    }
    if (tokens.isSymbol("{")) return { type: "map", entries: this.mapEntries(), offset };
    if (tokens.takeSymbol("[")) return { type: "list", items: this.#items("]"), offset };
    if (tokens.takeSymbol("(")) {
      const inner = this.expression();
      tokens.expectSymbol(")");
      return inner;
    }
    throw tokens.invalid("an expression");
  }

  #named(text: string, quoted: boolean, offset: number): Expression {
    const tokens = this.#tokens;
    tokens.advance();
    if (!quoted) {
      const constant = constantOf(text);
      if (constant !== undefined) return literal(constant, offset);
    }
    if (!tokens.isSymbol("(")) return { type: "variable", name: text, offset };
    return this.#call(text, offset);
  }

  #call(name: string, offset: number): Expression {
    const tokens = this.#tokens;
    tokens.expectSymbol("(");
    const lower = name.toLowerCase();
    if (lower === "count" && tokens.takeSymbol("*")) {
      tokens.expectSymbol(")");
      return { type: "count", offset };
    }
    const [operand, ...more] = this.#items(")");
    if (operand !== undefined && more.length === 0) {
      if (lower === "count") return { type: "count", operand, offset };
      if (lower === "labels") return { type: "labels", operand, offset };
      if (lower === "elementid") return { type: "elementId", operand, offset };
    }
    throw unsupported(`The function ${name} with these arguments`, tokens.placeAt(offset));
  }

  #items(close: string): Expression[] {
    const items: Expression[] = [];
    if (this.#tokens.takeSymbol(close)) return items;
    do items.push(this.expression());
    while (this.#tokens.takeSymbol(","));
    this.#tokens.expectSymbol(close);
    return items;
  }
}

function binary(operator: BinaryOperator, left: Expression, right: Expression): Expression {
  return { type: "binary", operator, left, right, offset: left.offset };
}

function literal(value: Value, offset: number): Expression {
  return { type: "literal", value, offset };
}

function constantOf(text: string): Value | undefined {
  switch (text.toLowerCase()) {
    case "true":
      return true;
    case "false":
      return false;
    case "null":
      return null;
    default:
      return undefined;
  }
}
