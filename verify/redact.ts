/** Shortest text that is taken out: shorter ones could be part of ordinary words. */
const SHORTEST = 6;

/** Of the lines of a PEM and the members of a JWK. */
const SHORTEST_PART = 24;

/** A JWT in compact form (RFC 7519 section 3), signed or not. */
const JWT = /\beyJ[\w-]+\.[\w-]*\.[\w-]*/g;

/**
 * The last line of defence for everything that is written: takes out JWTs and every secret that the
 * run has read, whoever put them into a message.
 */
export class Redactor {
  readonly #secrets = new Set<string>();

  /** Remembers a secret; short ones are ignored, since they could be part of ordinary words. */
  add(secret: string | undefined): void {
    const text = secret?.trim() ?? "";
    for (const part of [text, ...text.split("\n"), ...membersOf(text)]) {
      if (part.length >= (part === text ? SHORTEST : SHORTEST_PART)) this.#secrets.add(part);
    }
  }

  /** A copy of plain data with every text in it cleaned. */
  cleanAll<T>(data: T): T {
    if (typeof data === "string") return this.clean(data) as T;
    if (Array.isArray(data)) return data.map((item) => this.cleanAll(item)) as T;
    if (typeof data !== "object" || data === null) return data;
    const entries = Object.entries(data).map(([key, value]) => [key, this.cleanAll(value)]);
    return Object.fromEntries(entries) as T;
  }

  /** The text with `[token]` and `[secret]` in place of what nobody may read. */
  clean(text: string): string {
    let clean = text.replace(JWT, "[token]");
    for (const secret of this.#secrets) {
      for (const form of [secret, JSON.stringify(secret).slice(1, -1)]) {
        clean = clean.replaceAll(form, "[secret]");
      }
    }
    return clean;
  }
}

function membersOf(text: string): string[] {
  if (!text.startsWith("{")) return [];
  try {
    return Object.values(JSON.parse(text) as object).filter((value) => typeof value === "string");
  } catch {
    return [];
  }
}
