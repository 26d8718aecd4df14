import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { mapOf } from "../../../neo4j/config/maps.ts";
import { SETTING_GROUPS } from "../../../neo4j/config/settings/groups.ts";
import { SETTINGS } from "../../../neo4j/config/settings/index.ts";
import {
  bool,
  bytes,
  double,
  duration,
  durationRange,
  httpsUri,
  int,
  list,
  oneOf,
  socketAddress,
  string,
  type ValueParser,
} from "../../../neo4j/config/values.ts";

describe("a value is read as", () => {
  const cases: [kind: string, parse: ValueParser, raw: string, value: unknown][] = [
    ["a string, trimmed", string, "  groups\n", "groups"],
    ["a boolean in any case", bool, " True ", true],
    ["an integer", int, " -12 ", -12],
    ["an integer with a plus", int, "+7", 7],
    ["a double", double, " 7.5e-1 ", 0.75],
    ["seconds without unit", duration, "10", 10_000],
    ["a duration in several units", duration, "1d2h3m4s5ms", 93_784_005],
    ["microseconds", duration, "1000μs", 1],
    ["a range of durations", durationRange, "3s-6s", "3s-6s"],
    ["bytes", bytes, "512", 512],
    ["mebibytes", bytes, "1.5m", 1_572_864],
    ["gibibytes", bytes, "2GiB", 2_147_483_648],
    ["a list without its empty entries", list, " a, ,b ,", ["a", "b"]],
    ["one of some words", oneOf("PKCE", "IMPLICIT"), " pkce ", "PKCE"],
    ["a port", socketAddress, ":7687", ":7687"],
    ["a host", socketAddress, "0.0.0.0", "0.0.0.0"],
    ["an IPv6 address", socketAddress, "[::1]:7687", "[::1]:7687"],
    ["an https URI", httpsUri, "HTTPS://org.okta.com/x?y=z", "HTTPS://org.okta.com/x?y=z"],
    ["an http URI on localhost", httpsUri, "http://127.0.0.1:8080/x", "http://127.0.0.1:8080/x"],
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
      "a port beyond 65535",
      socketAddress,
      "h:65536",
      "Setting must be a socket address in the format of `hostname:port`, `hostname`, or `:port`, but was 'h:65536'",
    ],
    [
      "an empty address",
      socketAddress,
      " ",
      "Setting must be a socket address in the format of `hostname:port`, `hostname`, or `:port`, but was ' '",
    ],
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
  const parsers = [
    ...SETTINGS.values(),
    ...SETTING_GROUPS.flatMap(({ settings }) => [...settings.values()]),
  ];
  const distinct = [...new Set(parsers.map(({ parse }) => parse))];
  fc.assert(
    fc.property(
      fc.string({ unit: "binary", maxLength: 60 }),
      fc.constantFrom(...distinct),
      (raw, parse) => {
        try {
          expect(parse(raw, "x")).toBeDefined();
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
