import type { BinaryOperator, Expression, MapEntry } from "./ast.ts";
import { AtomParser } from "./atoms.ts";
import { unsupported } from "./errors.ts";
import type { TokenStream } from "./token-stream.ts";

/** How deep expressions may nest, and how many operators they may have: neither can exhaust the stack. */
const MAX_DEPTH = 100;
const MAX_OPERATORS = 1000;

const COMPARISONS = ["=", "<>", "<", "<=", ">", ">="] as const;

/** Parses expressions, loosest operator first. */
export class ExpressionParser {
  readonly #tokens: TokenStream;
  readonly #atoms: AtomParser;
  #depth = 0;
  #operators = 0;

  constructor(tokens: TokenStream) {
    this.#tokens = tokens;
    this.#atoms = new AtomParser(tokens, () => this.expression());
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
    return this.#atoms.mapEntries();
  }

  #or(): Expression {
    let left = this.#xor();
    while (this.#tokens.takeKeyword("OR")) left = this.#binary("OR", left, this.#xor());
    return left;
  }

  #xor(): Expression {
    let left = this.#and();
    while (this.#tokens.takeKeyword("XOR")) left = this.#binary("XOR", left, this.#and());
    return left;
  }

  #and(): Expression {
    let left = this.#not();
    while (this.#tokens.takeKeyword("AND")) left = this.#binary("AND", left, this.#not());
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
    const comparison = this.#binary(operator, left, this.#sum());
    if (COMPARISONS.some((symbol) => this.#tokens.isSymbol(symbol))) {
      throw unsupported("A chain of comparisons", this.#tokens.place());
    }
    return comparison;
  }

  #sum(): Expression {
    let left = this.#product();
    for (;;) {
      if (this.#tokens.takeSymbol("+")) left = this.#binary("+", left, this.#product());
      else if (this.#tokens.takeSymbol("-")) left = this.#binary("-", left, this.#product());
      else return left;
    }
  }

  #product(): Expression {
    let left = this.#sign();
    for (;;) {
      const operator = (["*", "/", "%"] as const).find((symbol) => this.#tokens.takeSymbol(symbol));
      if (operator === undefined) return left;
      left = this.#binary(operator, left, this.#sign());
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
    let subject = this.#atoms.atom(negative);
    while (this.#tokens.takeSymbol(".")) {
      const key = this.#tokens.expectName("a property name");
      this.#countOperator();
      subject = { type: "property", subject, key, offset: subject.offset };
    }
    return subject;
  }

  #binary(operator: BinaryOperator, left: Expression, right: Expression): Expression {
    this.#countOperator();
    return { type: "binary", operator, left, right, offset: left.offset };
  }

  #countOperator(): void {
    if (++this.#operators > MAX_OPERATORS) {
      throw unsupported(`More than ${MAX_OPERATORS} operators`, this.#tokens.place());
    }
  }
}
