import type { Token } from "./tokens.ts";

/** What is wrong with a text; the message goes on after "it". */
export class Fault extends Error {}

/** Walks over the tokens of one text. */
export class TokenCursor {
  position = 0;
  readonly #tokens: readonly Token[];

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  /** The next tokens, without taking them. */
  ahead(count: number): readonly Token[] {
    return this.#tokens.slice(this.position, this.position + count);
  }

  /** One item, and more as long as commas follow. @throws {Fault} */
  list(read: () => string): string[] {
    const items = [read()];
    while (this.take(",")) items.push(read());
    return items;
  }

  /** @throws {Fault} */
  name(what: string): string {
    const token = this.next();
    if (token?.kind !== "word" && token?.kind !== "name") {
      throw new Fault(`has ${this.shown()} where the name of ${what} belongs`);
    }
    this.position += 1;
    return token.value;
  }

  /** @throws {Fault} */
  expect(written: string): void {
    if (!this.take(written)) throw new Fault(`has ${this.shown()} where ${written} belongs`);
  }

  /** @param written a word in capitals, which is matched in any case, or a sign */
  take(written: string): boolean {
    if (!this.is(written)) return false;
    this.position += 1;
    return true;
  }

  is(written: string): boolean {
    const token = this.next();
    if (token?.kind === "word") return token.value.toUpperCase() === written;
    return token?.kind === "sign" && token.value === written;
  }

  next(): Token | undefined {
    return this.#tokens[this.position];
  }

  /** The next token, for a message. */
  shown(): string {
    const token = this.next();
    return token === undefined ? "its end" : JSON.stringify(token.value.slice(0, 40));
  }
}
