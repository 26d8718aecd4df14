import type { Expression, MapEntry } from "./ast.ts";
import { unsupported } from "./errors.ts";
import type { TokenStream } from "./token-stream.ts";
import { INT64_MAX, type Value } from "./value.ts";

/** Parses what operators stand between: literals, parameters, variables, lists, maps, functions. */
export class AtomParser {
  readonly #tokens: TokenStream;
  readonly #expression: () => Expression;

  /** @param expression parses a whole expression, for what stands in brackets */
  constructor(tokens: TokenStream, expression: () => Expression) {
    this.#tokens = tokens;
    this.#expression = expression;
  }

  /** @param isNegated whether a minus stands before it, so that the smallest INTEGER can be written */
  atom(isNegated: boolean): Expression {
    const tokens = this.#tokens;
    const token = tokens.current;
    const { offset } = token;
    switch (token.kind) {
      case "integer":
        if (token.value > INT64_MAX && !isNegated) throw tokens.semantic("integer is too large");
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
        return this.#named(token.text, token.quoted);
    }
    if (tokens.isSymbol("{")) return { type: "map", entries: this.mapEntries(), offset };
    if (tokens.takeSymbol("[")) return { type: "list", items: this.#items("]"), offset };
    if (tokens.takeSymbol("(")) {
      const inner = this.#expression();
      tokens.expectSymbol(")");
      return inner;
    }
    throw tokens.invalid("an expression");
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
      entries.push({ key, value: this.#expression() });
    } while (tokens.takeSymbol(","));
    tokens.expectSymbol("}");
    return entries;
  }

  #named(text: string, isQuoted: boolean): Expression {
    const { offset } = this.#tokens.current;
    this.#tokens.advance();
    const constant = isQuoted ? undefined : constantOf(text);
    if (constant !== undefined) return literal(constant, offset);
    if (this.#tokens.takeSymbol("(")) return this.#call(text, offset);
    return { type: "variable", name: text, offset };
  }

  #call(name: string, offset: number): Expression {
    const lower = name.toLowerCase();
    if (lower === "count" && this.#tokens.takeSymbol("*")) {
      this.#tokens.expectSymbol(")");
      return { type: "count", offset };
    }
    const [operand, ...more] = this.#items(")");
    if (operand !== undefined && more.length === 0) {
      if (lower === "count") return { type: "count", operand, offset };
      if (lower === "labels") return { type: "labels", operand, offset };
      if (lower === "elementid") return { type: "elementId", operand, offset };
    }
    throw unsupported(`The function ${name} with these arguments`, this.#tokens.placeAt(offset));
  }

  #items(close: string): Expression[] {
    const items: Expression[] = [];
    if (this.#tokens.takeSymbol(close)) return items;
    do items.push(this.#expression());
    while (this.#tokens.takeSymbol(","));
    this.#tokens.expectSymbol(close);
    return items;
  }
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
