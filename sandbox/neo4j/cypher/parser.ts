import type { NodePattern, ReturnItem, Statement, YieldColumn } from "./ast.ts";
import { COMPONENT_COLUMNS } from "./components.ts";
import { semanticError } from "./errors.ts";
import { ExpressionParser } from "./expressions.ts";
import { checkVariables } from "./scope.ts";
import { TokenStream } from "./token-stream.ts";

/**
 * Parses one statement of the supported Cypher.
 *
 * @throws Neo4jError Statement.SyntaxError, which says what is supported
 */
export function parse(text: string): Statement {
  const parser = new Parser(text);
  const statement = parser.statement();
  checkVariables(statement, text);
  return statement;
}

class Parser {
  readonly #tokens: TokenStream;
  readonly #expressions: ExpressionParser;

  constructor(text: string) {
    this.#tokens = new TokenStream(text);
    this.#expressions = new ExpressionParser(this.#tokens);
  }

  statement(): Statement {
    const tokens = this.#tokens;
    const statement = this.#clauses();
    tokens.expectEnd();
    return statement;
  }

  #clauses(): Statement {
    const tokens = this.#tokens;
    if (tokens.takeKeyword("RETURN")) {
      return { type: "return", items: this.#items(), ...this.#window() };
    }
    if (tokens.takeKeyword("MATCH")) return this.#match();
    if (tokens.takeKeyword("CREATE")) return this.#create();
    if (tokens.takeKeyword("CALL")) return this.#call();
    throw tokens.invalid("a statement");
  }

  #match(): Statement {
    const tokens = this.#tokens;
    const pattern = this.#pattern();
    if (tokens.takeKeyword("RETURN")) {
      return { type: "match", pattern, items: this.#items(), ...this.#window() };
    }
    const detach = tokens.takeKeyword("DETACH");
    if (!tokens.takeKeyword("DELETE")) throw tokens.invalid("'RETURN' or 'DELETE'");
    const { offset } = tokens.current;
    const variable = tokens.expectName(`a variable after '${detach ? "DETACH " : ""}DELETE'`);
    if (variable !== pattern.variable) {
      throw semanticError(`Variable \`${variable}\` not defined`, tokens.placeAt(offset));
    }
    return { type: "delete", pattern };
  }

  #create(): Statement {
    const patterns: NodePattern[] = [];
    do patterns.push(this.#pattern());
    while (this.#tokens.takeSymbol(","));
    const items = this.#tokens.takeKeyword("RETURN") ? this.#items() : [];
    return { type: "create", patterns, items };
  }

  #pattern(): NodePattern {
    const tokens = this.#tokens;
    const pattern: NodePattern = { labels: [], properties: [] };
    tokens.expectSymbol("(");
    if (tokens.current.kind === "name") pattern.variable = tokens.expectName("a variable");
    while (tokens.takeSymbol(":")) {
      const label = tokens.expectName("a label");
      if (!pattern.labels.includes(label)) pattern.labels.push(label);
    }
    if (tokens.isSymbol("{")) pattern.properties = this.#expressions.mapEntries();
    tokens.expectSymbol(")");
    return pattern;
  }

  #items(): ReturnItem[] {
    const tokens = this.#tokens;
    const items: ReturnItem[] = [];
    do {
      const { offset } = tokens.current;
      const expression = this.#expressions.expression();
      const written = tokens.textFrom(offset);
      const name = tokens.takeKeyword("AS") ? tokens.expectName("an alias") : written;
      if (items.some((item) => item.name === name)) {
        throw semanticError(
          "Multiple result columns with the same name are not supported",
          tokens.placeAt(offset),
        );
      }
      items.push({ expression, name });
    } while (tokens.takeSymbol(","));
    return items;
  }

  #window() {
    const skip = this.#tokens.takeKeyword("SKIP") ? this.#expressions.expression() : undefined;
    const limit = this.#tokens.takeKeyword("LIMIT") ? this.#expressions.expression() : undefined;
    return { ...(skip && { skip }), ...(limit && { limit }) };
  }

  #call(): Statement {
    const tokens = this.#tokens;
    for (const part of ["dbms", ".", "components", "(", ")"]) {
      const found =
        part.length === 1 ? tokens.takeSymbol(part) : tokens.takeKeyword(part.toUpperCase());
      if (!found) throw tokens.invalid("'dbms.components()' after 'CALL'");
    }
    const all = COMPONENT_COLUMNS.map((column) => ({ column, name: column }));
    return { type: "components", columns: tokens.takeKeyword("YIELD") ? this.#yield(all) : all };
  }

  /** `*`, or columns with or without an alias. */
  #yield(all: YieldColumn[]): YieldColumn[] {
    const tokens = this.#tokens;
    if (tokens.takeSymbol("*")) return all;
    const columns: YieldColumn[] = [];
    do {
      const column = tokens.expectName("a column of dbms.components()");
      if (!COMPONENT_COLUMNS.includes(column)) {
        throw tokens.semantic(`Unknown procedure output: \`${column}\``);
      }
      columns.push({
        column,
        name: tokens.takeKeyword("AS") ? tokens.expectName("a name") : column,
      });
    } while (tokens.takeSymbol(","));
    return columns;
  }
}
