import { ExpressionError } from "./error.ts";
import { type Token, tokenize } from "./lexer.ts";
import { LEVELS, type Node } from "./syntax.ts";

/** Okta's bound on the value of a claim, in characters. */
const MAX_LENGTH = 1024;
/** Nesting that an expression may have; far beyond any written by hand. */
const MAX_DEPTH = 32;

/** Reads an expression. @throws ExpressionError `too-long`, `too-deep` or `syntax` */
export function parse(source: string): Node {
  if (source.length > MAX_LENGTH) {
    throw new ExpressionError(
      "too-long",
      `The expression has ${source.length} characters; at most ${MAX_LENGTH} are allowed.`,
    );
  }
  return new Parser(tokenize(source)).expression();
}

class Parser {
  readonly #tokens: readonly Token[];
  #at = 0;
  #depth = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  /** The whole of the source. */
  expression(): Node {
    const node = this.#choice();
    const rest = this.#peek();
    if (rest.kind !== "end") throw this.#unexpected(rest);
    return node;
  }

  #choice(): Node {
    return this.#nested(() => {
      const condition = this.#binary(0);
      if (!this.#take("?")) return condition;
      const yes = this.#choice();
      this.#expect(":");
      return { type: "choice", condition, yes, no: this.#choice() };
    });
  }

  #binary(level: number): Node {
    const operators = LEVELS[level];
    if (!operators) return this.#unary();
    let left = this.#binary(level + 1);
    for (;;) {
      const operator = operators.find((candidate) => this.#take(candidate));
      if (operator === undefined) return left;
      left = { type: "binary", operator, left, right: this.#binary(level + 1) };
    }
  }

  #unary(): Node {
    if (!this.#take("!")) return this.#primary();
    return this.#nested(() => ({ type: "not", operand: this.#unary() }));
  }

  #primary(): Node {
    const token = this.#peek();
    this.#at += 1;
    if (token.kind === "string") return { type: "literal", value: token.text };
    if (token.kind === "number") return { type: "literal", value: Number(token.text) };
    if (token.kind === "name") return this.#named(token.text);
    if (token.text === "(") {
      const inner = this.#choice();
      this.#expect(")");
      return inner;
    }
    if (token.text === "{") return { type: "list", items: this.#items("}") };
    throw this.#unexpected(token);
  }

  #named(first: string): Node {
    if (first === "null") return { type: "literal", value: null };
    if (first === "true" || first === "false") return { type: "literal", value: first === "true" };
    const path = [first];
    while (this.#take(".")) {
      const token = this.#peek();
      if (token.kind !== "name") throw this.#unexpected(token);
      this.#at += 1;
      path.push(token.text);
    }
    if (!this.#take("(")) return { type: "attribute", path };
    return { type: "call", name: path.join("."), args: this.#items(")") };
  }

  #items(close: string): Node[] {
    const items: Node[] = [];
    if (this.#take(close)) return items;
    do items.push(this.#choice());
    while (this.#take(","));
    this.#expect(close);
    return items;
  }

  #nested<T>(read: () => T): T {
    this.#depth += 1;
    if (this.#depth > MAX_DEPTH) {
      throw new ExpressionError(
        "too-deep",
        `The expression nests deeper than ${MAX_DEPTH} levels.`,
      );
    }
    const result = read();
    this.#depth -= 1;
    return result;
  }

  #peek(): Token {
    return this.#tokens[this.#at] ?? { kind: "end", text: "", at: 0 };
  }

  #take(symbol: string): boolean {
    const token = this.#peek();
    const found = token.kind === "symbol" && token.text === symbol;
    if (found) this.#at += 1;
    return found;
  }

  #expect(symbol: string): void {
    if (!this.#take(symbol)) throw this.#unexpected(this.#peek());
  }

  #unexpected(token: Token): ExpressionError {
    const what = token.kind === "end" ? "end of expression" : `'${token.text.slice(0, 32)}'`;
    return new ExpressionError("syntax", `Unexpected ${what} at position ${token.at}.`);
  }
}
