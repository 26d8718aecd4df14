import { expect, test } from "vitest";
import { parseOptions } from "../../run/options.ts";

const quiet = () => {};

test("stays up on stack dev unless told otherwise", () => {
  expect(parseOptions([], quiet)).toEqual({
    stack: "dev",
    once: false,
    keep: false,
    doctor: false,
    oktaPort: 0,
  });
});

test("takes every option", () => {
  expect(
    parseOptions(
      ["--stack", "prod", "--once", "--keep", "--chart", "c", "--okta-port", "8080"],
      quiet,
    ),
  ).toMatchObject({
    stack: "prod",
    once: true,
    keep: true,
    chart: "c",
    oktaPort: 8080,
  });
});

test("prints its help with every option and does nothing else", () => {
  let help = "";
  expect(
    parseOptions(["--help"], (text) => {
      help += text;
    }),
  ).toBeUndefined();
  for (const option of ["--stack", "--once", "--keep", "--chart", "--okta-port", "--doctor"]) {
    expect(help).toContain(option);
  }
});

test.each([
  [["--onse"], "unknown option '--onse'"],
  [["--kubeconfig", "k"], "unknown option '--kubeconfig'"],
  [["extra"], "too many arguments"],
  [["--stack"], "argument missing"],
  [["--okta-port", "70000"], "a port is a whole number from 0 to 65535"],
  [["--okta-port", "1e3"], "a port is a whole number from 0 to 65535"],
])("refuses %j with exit status 2", (argv, message) => {
  expect(() => parseOptions(argv, quiet)).toThrow(
    expect.objectContaining({
      code: "sandbox-usage",
      exitCode: 2,
      message: expect.stringContaining(message),
    }),
  );
});
