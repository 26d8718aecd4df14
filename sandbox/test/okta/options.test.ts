import { expect, test } from "vitest";
import { parseOptions } from "../../okta/options.ts";

test("nothing is needed", () => {
  expect(parseOptions([])).toEqual({ host: "127.0.0.1", apiAccessManagement: true });
});

test("every option is read", () => {
  const args = [
    ...["--port", "8080", "--host", "localhost", "--control", "--limits", "free"],
    ...["--public-url", "https://okta.example.test:8443/", "--seed", "seed.json"],
    ...["--access-token-file", "a", "--api-token-file", "b", "--tls-cert", "c", "--tls-key", "d"],
    "--no-api-access-management",
  ];
  const read = {
    ...{ port: 8080, host: "localhost", control: true, limits: "free" },
    ...{ publicUrl: "https://okta.example.test:8443", seed: "seed.json" },
    ...{ accessTokenFile: "a", apiTokenFile: "b", tlsCert: "c", tlsKey: "d" },
    apiAccessManagement: false,
  };
  expect(parseOptions(args)).toEqual(read);
});

test("--help says what it is and ends with 0", () => {
  expect(parseOptions(["--help"])).toEqual({
    exitCode: 0,
    text: expect.stringMatching(
      /^Usage: npm run okta -- \[options\][\s\S]*stands in for Okta[\s\S]*--port <number>[\s\S]*--control/,
    ),
  });
});

test.each([
  [
    ["--port", "x"],
    "option '--port <number>' argument 'x' is invalid. It must be a number from 0 (a free port) to 65535.",
  ],
  [
    ["--port", "65536"],
    "option '--port <number>' argument '65536' is invalid. It must be a number from 0 (a free port) to 65535.",
  ],
  [["--port"], "option '--port <number>' argument missing"],
  [
    ["--limits", "gold"],
    "option '--limits <plan>' argument 'gold' is invalid. Allowed choices are free, enterprise.",
  ],
  [["--tls-cert", "c"], "--tls-cert and --tls-key go together: give both or none"],
  [["--tls-key", "k"], "--tls-cert and --tls-key go together: give both or none"],
  [
    ["--tls", "--tls-cert", "c", "--tls-key", "k"],
    "option '--tls' cannot be used with option '--tls-cert <file>'",
  ],
  ...["okta.example.test", "ftp://okta.example.test", "https://okta.example.test/path"].map(
    (url): [string[], string] => [
      ["--public-url", url],
      `option '--public-url <url>' argument '${url}' is invalid. It must be an http or https address without a path.`,
    ],
  ),
  [["--verbose"], "unknown option '--verbose'"],
  [["start"], "too many arguments. Expected 0 arguments but got 1: start."],
])("%j is bad usage: one sentence and 2", (args, message) => {
  expect(parseOptions(args)).toEqual({ exitCode: 2, text: `error: ${message}\n` });
});
