import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { hostname, httpsUri, socketAddress } from "../../../neo4j/config/addresses.ts";
import { mapOf } from "../../../neo4j/config/maps.ts";
import lts from "../../../neo4j/config/settings/5.26.json" with { type: "json" };
import calendar from "../../../neo4j/config/settings/2026.07.json" with { type: "json" };
import { readSetting } from "../../../neo4j/config/settings/read.ts";
import {
  bool,
  bytes,
  databaseName,
  double,
  duration,
  durationRange,
  int,
  list,
  long,
  oneOf,
  string,
  timezone,
  type ValueParser,
} from "../../../neo4j/config/values.ts";

/** Neo4j's words for a size that is none. */
const size = (text: string) =>
  `'${text}' is not a valid size, must be e.g. 10, 5K, 1M, 11G (valid multipliers are \`B\`, \`KiB\`, \`KB\`, \`K\`, \`kB\`, \`kb\`, \`k\`, \`MiB\`, \`MB\`, \`M\`, \`mB\`, \`mb\`, \`m\`, \`GiB\`, \`GB\`, \`G\`, \`gB\`, \`gb\`, \`g\`, \`TiB\`, \`TB\`, \`PiB\`, \`PB\`, \`EiB\`, \`EB\`)`;

describe("a value is read as", () => {
  const cases: [kind: string, parse: ValueParser, raw: string, value: unknown][] = [
    ["a string, trimmed", string, "  groups\n", "groups"],
    ["a boolean in any case", bool, " True ", true],
    ["an integer", int, " -12 ", -12],
    ["an integer with a plus", int, "+7", 7],
    ["the largest integer", int, "2147483647", 2_147_483_647],
    ["the smallest integer", int, "-2147483648", -2_147_483_648],
    ["a long beyond 32 bits", long, "99999999999", 99_999_999_999],
    ["a double", double, " 7.5e-1 ", 0.75],
    ["a double with several digits on both sides", double, "-12.25E+10", -12.25e10],
    ["a double without a fraction", double, "+120", 120],
    ["a double that ends with its point", double, "12.", 12],
    ["a double that starts with its point", double, ".125", 0.125],
    ["seconds without unit", duration, "10", 10_000],
    ["a duration in several units", duration, "1d2h3m4s5ms", 93_784_005],
    ["microseconds", duration, "1000μs", 1],
    ["microseconds in ASCII", duration, "2000us", 2],
    ["nanoseconds", duration, "5000000ns", 5],
    ["a range of durations", durationRange, "3s-6s", "3s-6s"],
    ["bytes", bytes, "512", 512],
    ["mebibytes", bytes, "1.5m", 1_572_864],
    ["gibibytes", bytes, "2GiB", 2_147_483_648],
    ["kibibytes in small letters", bytes, " 3 kb ", 3072],
    ["tebibytes", bytes, "1TB", 1_099_511_627_776],
    ["pebibytes", bytes, "1PiB", 1_125_899_906_842_624],
    ["no bytes", bytes, "0B", 0],
    ["a list without its empty entries", list, " a, ,b ,", ["a", "b"]],
    ["one of some words", oneOf("PKCE", "IMPLICIT"), " pkce ", "PKCE"],
    ["a port", socketAddress, ":7687", ":7687"],
    ["a host", socketAddress, "0.0.0.0", "0.0.0.0"],
    ["an IPv6 address", socketAddress, "[::1]:7687", "[::1]:7687"],
    ["an IPv6 address without brackets", socketAddress, "::1", "::1"],
    ["a port beyond 65535, as Neo4j does", socketAddress, "h:65536", "h:65536"],
    ["a host without port", hostname, " localhost ", "localhost"],
    ["an IPv6 host", hostname, "::1", "::1"],
    ["an IPv6 host in brackets", hostname, "[::1]", "[::1]"],
    ["an offset from UTC", timezone, " +02:00 ", "+02:00"],
    ["UTC by its letter", timezone, "Z", "Z"],
    ["a time zone in small letters", timezone, "europe/stockholm", "Europe/Stockholm"],
    ["a short database name", databaseName, "a-1", "a-1"],
    ["a database name with capitals", databaseName, "My.Db", "my.db"],
    ["the longest duration in one unit", duration, "2147483647", 2_147_483_647_000],
    ["a long database name", databaseName, "a".repeat(63), "a".repeat(63)],
    ["an https URI", httpsUri, "HTTPS://org.okta.com/x?y=z", "HTTPS://org.okta.com/x?y=z"],
    ["an http URI on localhost", httpsUri, "http://127.0.0.1:8080/x", "http://127.0.0.1:8080/x"],
    ["localhost behind a user's name", httpsUri, "http://me@localhost/x", "http://me@localhost/x"],
    ["an IPv6 localhost", httpsUri, "http://[0:0:0:0:0:0:0:1]/x", "http://[0:0:0:0:0:0:0:1]/x"],
    [
      "a map",
      mapOf(),
      "a=1;b=x=y;",
      new Map([
        ["a", "1"],
        ["b", "x=y"],
      ]),
    ],
    [
      "a map whose keys keep their blanks",
      mapOf(),
      "a=1; b =2",
      new Map([
        ["a", "1"],
        [" b ", "2"],
      ]),
    ],
  ];
  test.each(cases)("%s", (_, parse, raw, value) => {
    expect(parse(raw)).toEqual(value);
  });
});

describe("a value is refused:", () => {
  const cases: [kind: string, parse: ValueParser, raw: string, reason: string][] = [
    ["an integer beyond 32 bits", int, "2147483648", "'2147483648' is not a valid integer value"],
    ["a hexadecimal integer", int, "0x10", "'0x10' is not a valid integer value"],
    ["a double that is a word", double, "NaN", "'NaN' is not a valid double value"],
    ["a double with a word behind it", double, "1.5 s", "'1.5 s' is not a valid double value"],
    ["a double with a word before it", double, "x1.5", "'x1.5' is not a valid double value"],
    ["a point alone", double, ".", "'.' is not a valid double value"],
    ["a double with an empty exponent", double, "1e", "'1e' is not a valid double value"],
    ["an integer with a fraction", int, "1.0", "'1.0' is not a valid integer value"],
    ["two integers", int, "1 2", "'1 2' is not a valid integer value"],
    ["a negative duration", duration, "-5s", "Missing numeric value"],
    [
      "a range back to front",
      durationRange,
      "6s-3s",
      "'6s-3s' is not a valid duration-range <min-max>",
    ],
    [
      "a range of three",
      durationRange,
      "1s-2s-3s",
      "'1s-2s-3s' is not a valid duration-range <min-max>",
    ],
    [
      "a port that is a word",
      socketAddress,
      "a:x",
      'Configured socket address must be in the format of "hostname:port", "[hostname]:port", "hostname", "[hostname]" or ":port". "a:x" does not conform to these formats.',
    ],
    [
      "a negative port",
      socketAddress,
      "h:-1",
      'Configured socket address must be in the format of "hostname:port", "[hostname]:port", "hostname", "[hostname]" or ":port". "h:-1" does not conform to these formats.',
    ],
    [
      "an empty address",
      socketAddress,
      " ",
      'Configured socket address must be in the format of "hostname:port", "[hostname]:port", "hostname", "[hostname]" or ":port". "" does not conform to these formats.',
    ],
    [
      "a colon alone",
      socketAddress,
      ":",
      'Configured socket address must be in the format of "hostname:port", "[hostname]:port", "hostname", "[hostname]" or ":port". ":" does not conform to these formats.',
    ],
    [
      "a host with blanks",
      socketAddress,
      "a b:1",
      'Configured socket address must be in the format of "hostname:port", "[hostname]:port", "hostname", "[hostname]" or ":port". "a b:1" does not conform to these formats.',
    ],
    [
      "an IPv4 address in empty brackets",
      socketAddress,
      "[]:1",
      'Configured socket address must be in the format of "hostname:port", "[hostname]:port", "hostname", "[hostname]" or ":port". "[]:1" does not conform to these formats.',
    ],
    [
      "a host with a port where none may be",
      hostname,
      "0.0.0.0:7687",
      'Configured socket address must be in the format of "hostname" (no port). "0.0.0.0:7687" does not conform to this format.',
    ],
    [
      "an empty host",
      hostname,
      "",
      'Configured socket address must be in the format of "hostname" (no port). "" does not conform to this format.',
    ],
    ["an offset of one digit", timezone, "+2", "'+2' is not a valid timezone value"],
    [
      "an offset with more behind it",
      timezone,
      "+02:00x",
      "'+02:00x' is not a valid timezone value",
    ],
    [
      "a scheme that only ends like https",
      httpsUri,
      "1https://x",
      "'1https://x' does not have required scheme 'https'",
    ],
    ["an empty time zone", timezone, "", "'' is not a valid timezone value"],
    [
      "a database name that is too short",
      databaseName,
      "ab",
      "The provided database name must have a length between 3 and 63 characters.",
    ],
    [
      "a database name that is too long",
      databaseName,
      "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
      "The provided database name must have a length between 3 and 63 characters.",
    ],
    [
      "a database name with a blank",
      databaseName,
      "my db",
      "Database name 'my db' contains illegal characters. Use simple ascii characters, numbers, dots and dashes.",
    ],
    [
      "the system database",
      databaseName,
      "System",
      "Database name 'system' is invalid, due to the prefix 'system'.",
    ],
    [
      "a long beyond 64 bits",
      long,
      "9223372036854775808",
      "'9223372036854775808' is not a valid long value",
    ],
    ["an integer below 32 bits", int, "-2147483649", "'-2147483649' is not a valid integer value"],
    ["an empty integer", int, "", "'' is not a valid integer value"],
    ["a unit in the wrong case", bytes, "1kib", size("1kib")],
    ["tebibytes in small letters", bytes, "3t", size("3t")],
    [
      "a negative size",
      bytes,
      " -1",
      "' -1' is not a valid size. Value should be between 0 and 8388608.00TiB",
    ],
    ["a size of blanks", bytes, " ", size(" ")],
    ["an empty duration", duration, " ", 'For input string: ""'],
    ["a duration beyond 32 bits", duration, "2147483648", 'For input string: "2147483648"'],
    ["a unit beyond 32 bits", duration, "1d2147483648s", 'For input string: "2147483648"'],
    ["an empty database name", databaseName, "", "The provided database name is empty."],
    [
      "a database name that starts with a digit",
      databaseName,
      "1Db",
      "Database name '1db' is not starting with an ASCII alphabetic character.",
    ],
    [
      "a URI for a host",
      hostname,
      "https://x",
      'Configured socket address seems to be a URI. The socket address must be in the format of "hostname" (no port). "https://x" does not conform to this format.',
    ],
    ["an empty size", bytes, "", size("")],
    [
      "an https URI with blanks before it",
      httpsUri,
      " https://x",
      "' https://x' is not a valid URI",
    ],
    ["an https URI without host", httpsUri, "https://", "'https://' is not a valid URI"],
    [
      "an upper-case localhost over http",
      httpsUri,
      "http://LOCALHOST/x",
      "'http://LOCALHOST/x' does not have required scheme 'https'",
    ],
  ];
  test.each(cases)("%s", (_, parse, raw, reason) => {
    expect(() => parse(raw)).toThrow(new Error(reason));
  });
});

test("no text crashes a parser: each answers a value or an Error with a reason", () => {
  fc.assert(
    fc.property(
      fc.string({ unit: "binary", maxLength: 60 }),
      fc.constantFrom(...Object.entries({ ...lts, ...calendar })),
      (raw, [name, facts]) => {
        try {
          expect(readSetting(name, facts, raw)).toBeDefined();
        } catch (error) {
          expect(error).toBeInstanceOf(Error);
          expect((error as Error).constructor).toBe(Error);
          expect((error as Error).message).not.toBe("");
        }
      },
    ),
    { numRuns: 1000 },
  );
});
