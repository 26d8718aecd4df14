import { describe, expect, test } from "vitest";
import { typeFault } from "../../../../components/neo4j/config/types.ts";

/** By type: the texts that Neo4j reads, those that it does not, and how it is said of these. */
const FORMS: Record<string, { takes: string[]; refuses: string[]; fault: string }> = {
  boolean: {
    takes: ["true", "FALSE", " true "],
    refuses: ["xtrue", "falsey", "", "1"],
    fault: "neither true nor false",
  },
  integer: {
    takes: ["0", "+12", "-1234567890"],
    refuses: ["12345678901", "+-1", "1 2", "x1", "1x", ""],
    fault: "no whole number",
  },
  long: {
    takes: ["0", "+12", "-1234567890123456789"],
    refuses: ["12345678901234567890", "+-1", "x1", "1x", ""],
    fault: "no whole number",
  },
  double: {
    takes: ["1", "12.", "12.34", ".56", "+1.5e10", "-1E-12", "1e+12"],
    refuses: ["1e", "e5", ".", "x1", "1.5x", "1e1.5", "1e+-5", ""],
    fault: "no number",
  },
  duration: {
    takes: ["12", "12ns", "12μs", "12us", "12ms", "12S", "12m", "12h", "12d", "1d12h30m"],
    refuses: ["12w", "x12s", "12s ms", "s", "1.5s", "12s3", ""],
    fault: "no duration such as 30s or 1h30m",
  },
  "duration-range": {
    takes: ["3s-6s", "30-60", "300ms-20000MS"],
    refuses: ["3s", "3s-", "-6s", "3s-6s-9s", "x3s-6s", "3s-6s!", "3!-6s"],
    fault: "no range of durations such as 3s-6s",
  },
  bytes: {
    takes: [
      ...["12", "12B", "12.34 MiB", "12  KB", "1KiB", "1K", "1M", "1G"],
      ...["1k", "1m", "1g", "1kb", "1mB", "1gB", "1TB", "1TiB", "1PB", "1PiB", "1EB", "1EiB"],
    ],
    refuses: ["1kib", "1KIB", "1Kb", "1t", "1T", "1.", ".5B", "x1B", "1BB", "1kbb", "1b", ""],
    fault: "no size such as 512m or 2GiB (the case of the unit counts)",
  },
  hostname: {
    takes: ["localhost", "h", "10.0.0.1", "::", "::1", "2001:DB8::17", "[fe80::1:2.3.4.5]"],
    refuses: ["h:1", "a b", "g::1", "x[::1]", "::g", "[::1]x", ""],
    fault: "no host without a port",
  },
  "socket-address": {
    takes: ["h", "graph.example.com:7687", ":7687", "[::1]", "[fe80::1]:7687"],
    refuses: ["h:", "h:1x", "h:1:2", "[h:1", "h]:1", "a b:1", "[a b]:1", "[]:1", "x[::1]:1", ""],
    fault: "no address such as graph.example.com:7687",
  },
  "database-name": {
    takes: ["abc", "A.b-12", "a".repeat(63), "mysystem"],
    refuses: ["ab", "a".repeat(64), "system", "SystemX", "a_b", "!abc", "abc!", " abc"],
    fault: "no name of a database",
  },
  uri: {
    takes: ["https://keys.example.com/a", "https://x"],
    refuses: ["http://x", "https://", "xhttps://x", "https://a b", "https:// x", " https://x"],
    fault: "not https",
  },
};

describe.each(Object.entries(FORMS))("a %s", (type, { takes, refuses, fault }) => {
  test.each(takes)("is %j", (text) => {
    expect(typeFault({ type }, text)).toBeUndefined();
  });

  test.each(refuses)("is not %j", (text) => {
    const shown = JSON.stringify(text);
    const cut = shown.length > 60 ? `${shown.slice(0, 57)}...` : shown;
    expect(typeFault({ type }, text)).toBe(`is ${cut}, which is ${fault}`);
  });
});

test.each([
  ["0.0.0.0", true],
  ["0.0.0.0:17687", true],
  ["::", true],
  ["[::]", true],
  ["[::]:17687", true],
  ["10.0.0.0", false],
  ["0.0.0.01", false],
  ["0x0.0.0", false],
  ["::1", false],
  ["[::]:x", false],
])("nobody can reach a server at %s: %s", (address, isLost) => {
  const message = `is ${address}, where nobody can reach the server`;
  const facts = { type: "string", accessible: true as const };
  expect(typeFault(facts, address)).toBe(isLost ? message : undefined);
  expect(typeFault({ type: "string" }, address)).toBeUndefined();
});
