import { ACTIONS, type Action, NAMES, WORDS } from "./actions.ts";
import { Fault, TokenCursor } from "./token-cursor.ts";
import { quotedName, tokenize } from "./tokens.ts";

/** Most words that the name of a privilege has. */
const LONGEST = 5;

/** The rights of an administrator, or a way to them: by granting roles, taking users over, or running as another. */
const ADMINISTRATIVE =
  /^GRANT (?:ALL DBMS|(?:ROLE|USER|PRIVILEGE|AUTH RULE) MANAGEMENT|(?:ASSIGN|REMOVE|CREATE|ALTER|RENAME) (?:ROLE|USER|PRIVILEGE|AUTH RULE)|SET (?:AUTH|PASSWORD|USER STATUS)|IMPERSONATE|EXECUTE (?:ADMIN|BOOSTED))/;

/**
 * Reads a privilege and takes it apart as Neo4j stores it: one graph or database, one property, one label
 * each. Two texts of one meaning become the same.
 *
 * @param clause `GRANT` or `DENY` and the privilege, without `TO` and role
 * @returns each as `SHOW PRIVILEGES AS COMMANDS` words it, without the role; or what is wrong, in words
 *   that go on after "it"
 */
export function privilegesOf(clause: string): string[] | string {
  const tokens = tokenize(clause);
  if (typeof tokens === "string") return tokens;
  try {
    return new Reader(tokens).read();
  } catch (error) {
    if (error instanceof Fault) return error.message;
    throw error;
  }
}

/** Whether a privilege, as `privilegesOf` writes it, gives the rights of an administrator or a way to them. */
export function isAdministrative(privilege: string): boolean {
  return ADMINISTRATIVE.test(privilege);
}

class Reader extends TokenCursor {
  read(): string[] {
    const verb = ["GRANT", "DENY"].find((word) => this.take(word));
    if (verb === undefined) throw new Fault("does not begin with GRANT or DENY");
    if (this.take("IMMUTABLE")) throw new Fault("is immutable, which no running server can grant");
    const rows = this.take("LOAD") ? this.#load() : this.#privilege();
    if (this.next() !== undefined) throw new Fault(`goes on with ${this.shown()}`);
    return [...new Set(rows.map((row) => `${verb} ${row}`))].sort();
  }

  #load(): string[] {
    this.expect("ON");
    if (this.take("ALL")) {
      this.expect("DATA");
      return ["LOAD ON ALL DATA"];
    }
    throw new Fault("loads from one address only, which is not supported: write LOAD ON ALL DATA");
  }

  #privilege(): string[] {
    const { name, action } = this.#action();
    const details = this.#details(action);
    this.expect("ON");
    const scopes = this.#scopes(action.on);
    const parts = action.narrows ? this.#entities() : [""];
    return scopes.flatMap((scope) =>
      details.flatMap((detail) =>
        parts.map((part) => [name, detail, "ON", scope, part].filter(Boolean).join(" ")),
      ),
    );
  }

  /** The longest name that fits; `ALL` takes its own from what it is given on. */
  #action(): { name: string; action: Action } {
    const words = this.ahead(LONGEST)
      .map(({ kind, value }) => (kind === "word" ? value.toUpperCase() : ""))
      .map((word) => WORDS[word] ?? word);
    if (words[0] === "ALL") return this.#all(words);
    for (let count = words.length; count > 0; count -= 1) {
      const written = words.slice(0, count).join(" ");
      const name = NAMES[written] ?? written;
      const action = ACTIONS.get(name);
      if (action === undefined) continue;
      this.position += count;
      return { name, action };
    }
    throw new Fault(`names no privilege at ${this.shown()}`);
  }

  #all(words: readonly string[]): { name: string; action: Action } {
    const on = words.indexOf("ON");
    const isWhole = /^ALL(?: GRAPH| DATABASE| DBMS)?(?: PRIVILEGES)?$/.test(
      words.slice(0, on).join(" "),
    );
    const target = words[on + 1] === "HOME" ? words[on + 2] : words[on + 1];
    const named = words.slice(1, on).find((word) => word !== "PRIVILEGES");
    const kind = (named ?? target ?? "").replace(/^(GRAPH|DATABASE)S$/, "$1");
    const name = `ALL ${kind} PRIVILEGES`;
    const action = ACTIONS.get(name);
    if (on < 0 || !isWhole || action === undefined) throw new Fault("names no privilege after ALL");
    this.position += on;
    return { name, action };
  }

  #details({ takes }: Action): string[] {
    switch (takes) {
      case undefined:
        return [""];
      case "properties": {
        this.expect("{");
        const names = this.#names("a property");
        this.expect("}");
        return names.map((name) => `{${name}}`);
      }
      case "labels":
        return this.#names("a label");
      case "users": {
        if (!this.take("(")) return ["(*)"];
        const names = this.#names("a user");
        this.expect(")");
        return names.map((name) => `(${name})`);
      }
      default:
        return this.list(() => this.#glob());
    }
  }

  /** The name of a procedure, function or setting, with `*` and `?`. */
  #glob(): string {
    let glob = "";
    for (;;) {
      const token = this.next();
      const isPart = token?.kind === "sign" ? /[.*?]/.test(token.value) : token?.kind === "word";
      if (!isPart || this.is("ON")) break;
      glob += token?.value;
      this.position += 1;
    }
    if (glob === "") throw new Fault(`has ${this.shown()} where a name belongs`);
    return glob;
  }

  #scopes(on: Action["on"]): string[] {
    if (on === "DBMS") {
      this.expect("DBMS");
      return ["DBMS"];
    }
    if (this.take("HOME")) {
      this.expect(on);
      return [`HOME ${on}`];
    }
    if (!this.take(`${on}S`)) this.expect(on);
    if (this.take("*")) return [`${on} *`];
    return this.list(() => {
      let name = this.name("a database");
      while (this.take(".")) name += `.${this.name("a database")}`;
      return `${on} ${quotedName(name.toLowerCase())}`;
    });
  }

  #entities(): string[] {
    const both = ["NODE", "RELATIONSHIP"];
    if (this.take("FOR")) {
      throw new Fault("depends on properties of nodes (FOR), which is not supported");
    }
    for (const kinds of [["NODE"], ["RELATIONSHIP"], both]) {
      const word = kinds.length === 1 ? kinds.join() : "ELEMENT";
      if (!this.take(word) && !this.take(`${word}S`)) continue;
      const names = this.#names("a label or type");
      return kinds.flatMap((kind) => names.map((name) => `${kind} ${name}`));
    }
    return both.map((kind) => `${kind} *`);
  }

  #names(what: string): string[] {
    return this.take("*") ? ["*"] : this.list(() => bare(this.name(what)));
  }
}

/** In backticks only where it has to be, as Neo4j shows labels and properties. */
function bare(name: string): string {
  return /^[\p{L}_][\p{L}\p{N}_]*$/u.test(name) ? name : quotedName(name);
}
