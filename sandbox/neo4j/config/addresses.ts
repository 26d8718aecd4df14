import { isIPv6 } from "node:net";
import type { ValueParser } from "./values.ts";

const FORMATS = `"hostname:port", "[hostname]:port", "hostname", "[hostname]" or ":port"`;

/** Neo4j tells a URI from other text that is no address. */
function noAddress(what: string, value: string, ending: string): Error {
  const is = value.includes("://") ? "seems to be a URI. The socket address must" : "must";
  return new Error(
    `Configured socket address ${is} be in the format of ${what}. "${value}" ${ending}`,
  );
}

/** `hostname:port`, `hostname` or `:port`; the host may be in brackets. */
export const socketAddress: ValueParser<string> = (raw) => {
  const value = raw.trim();
  const parts = /^(\[[^\s[\]]+\]|[^\s:[\]]+)?(:\d+)?$/;
  if (value !== "" && (parts.test(value) || isIPv6(value))) return value;
  throw noAddress(FORMATS, value, "does not conform to these formats.");
};

/** A host without a port; of what has colons, only an IPv6 address is one. */
export const hostname: ValueParser<string> = (raw) => {
  const value = raw.trim();
  if (/^[^\s:]+$/.test(value) || isIPv6(value.replace(/^\[(.*)\]$/, "$1"))) return value;
  throw noAddress('"hostname" (no port)', value, "does not conform to this format.");
};

const LOCALHOST = new Set(["localhost", "127.0.0.1", "[::1]", "[0:0:0:0:0:0:0:1]"]);

/** An https URI. On localhost any scheme will do. Blanks are not trimmed. */
export const httpsUri: ValueParser<string> = (raw) => {
  const malformed = () => new Error(`'${raw}' is not a valid URI`);
  if (/[\s"<>\\^`{|}]/.test(raw)) throw malformed();
  const match = /^([a-z][a-z0-9+.-]*):(?:\/\/(?:[^/?#@]*@)?(\[[^\]]*\]|[^/?#:]*))?/i.exec(raw);
  const secure = match?.[1]?.toLowerCase() === "https";
  if (!secure && !LOCALHOST.has(match?.[2] ?? "")) {
    throw new Error(`'${raw}' does not have required scheme 'https'`);
  }
  if (!URL.canParse(raw)) throw malformed();
  return raw;
};
