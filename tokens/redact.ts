/** Shortest text that is taken out: shorter ones could be part of ordinary words. */
const SHORTEST = 6;

/** Of the lines of a PEM and the members of a JWK. */
const SHORTEST_PART = 24;

/** A JWT in compact form (RFC 7519 section 3), signed, unsigned or encrypted; dots may be encoded. */
const JWT = /\beyJ[\w-]+(?:(?:\.|%2e)[\w-]*){2,4}/gi;

/** What a secret may look like in a text. */
interface Secret {
  text: string;
  /** As it is, within JSON, and in base64. */
  forms: readonly string[];
  /** Percent-encoded, in whole or in part; made when it is first needed. */
  percentEncoded?: RegExp;
}

/**
 * The last line of defence for everything that is written: takes out JWTs and every secret that it
 * was told, whoever put them into a message, and however they are encoded.
 */
export class Redactor {
  /** The longest first: a secret may begin with another one, whose removal would leave its end. */
  readonly #secrets: Secret[] = [];

  /** Remembers a secret; short ones are ignored, since they could be part of ordinary words. */
  add(secret: string | undefined): void {
    const text = secret?.trim() ?? "";
    if (text.length >= SHORTEST) this.#remember(text, base64Forms(text));
    for (const part of [...text.split("\n"), ...membersOf(text)]) {
      if (part.length >= SHORTEST_PART) this.#remember(part, []);
    }
    this.#secrets.sort((one, other) => other.text.length - one.text.length);
  }

  /** The text with `[token]` and `[secret]` in place of what nobody may read. */
  clean(text: string): string {
    let clean = text.replace(JWT, "[token]");
    for (const secret of this.#secrets) {
      for (const form of secret.forms) clean = clean.replaceAll(form, "[secret]");
      if (!/[%+]/.test(clean)) continue;
      secret.percentEncoded ??= percentTolerant(secret.text);
      clean = clean.replace(secret.percentEncoded, "[secret]");
    }
    return clean;
  }

  #remember(text: string, more: string[]): void {
    if (this.#secrets.some((secret) => secret.text === text)) return;
    const json = JSON.stringify(text).slice(1, -1);
    this.#secrets.push({ text, forms: [text, text.replaceAll("\n", " "), json, ...more] });
  }
}

/** Matches a text of which any character may be percent-encoded (RFC 3986 section 2.1). */
function percentTolerant(text: string): RegExp {
  const characters = [...text].map((character) => {
    const literal = character.replace(/[\\^$.*+?()[\]{}|]/, "\\$&");
    const encoded = percentEncode(character).replace(
      /[A-F]/g,
      (digit) => `[${digit}${digit.toLowerCase()}]`,
    );
    return `(?:${literal}|${encoded}${character === " " ? "|\\+" : ""})`;
  });
  return new RegExp(characters.join(""), "g");
}

function percentEncode(text: string): string {
  return [...Buffer.from(text)]
    .map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, "0")}`)
    .join("");
}

/** In base64, also of the percent-encoded text, as HTTP Basic wants it (RFC 6749 section 2.3.1). */
function base64Forms(secret: string): string[] {
  const strict = secret.replace(/[^A-Za-z0-9]/gu, percentEncode);
  return [secret, encodeURIComponent(secret.toWellFormed()), strict].flatMap(base64Within);
}

/**
 * What base64 makes of a text within another one, at each of the three places where it may begin:
 * the characters that depend on it alone. In both alphabets of RFC 4648.
 */
function base64Within(text: string): string[] {
  const bytes = Buffer.from(text);
  return [0, 1, 2].flatMap((before) => {
    const whole = Buffer.concat([Buffer.alloc(before), bytes]).toString("base64url");
    const end = Math.floor(((before + bytes.length) * 8) / 6);
    const sure = whole.slice(Math.ceil((before * 8) / 6), end);
    return [sure, sure.replaceAll("-", "+").replaceAll("_", "/")];
  });
}

function membersOf(text: string): string[] {
  if (!text.startsWith("{")) return [];
  try {
    return Object.values(JSON.parse(text) as object).filter((value) => typeof value === "string");
  } catch {
    return [];
  }
}
