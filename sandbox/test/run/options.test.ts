import { expect, test, vi } from "vitest";
import { parseOptions } from "../../run/options.ts";

const quiet = () => {};

test("stays up on stack dev of the current folder unless told otherwise, and proves nothing", () => {
  expect(parseOptions([], quiet)).toEqual({
    project: ".",
    stack: "dev",
    beside: [],
    policyPack: [],
    policyPackConfig: [],
    chartRepository: [],
    once: false,
    keep: false,
    doctor: false,
    oktaPort: 0,
    apply: false,
    verbose: false,
    quiet: false,
    json: false,
  });
});

test("takes a cluster of the user's, and the way from it to here", () => {
  const argv =
    "--kubeconfig k --context kind --okta-host 172.18.0.1 --ca-setting app:neo4j.certificates";
  expect(parseOptions(argv.split(" "), quiet)).toMatchObject({
    kubeconfig: "k",
    context: "kind",
    oktaHost: "172.18.0.1",
    caSetting: "app:neo4j.certificates",
  });
});

test.each([
  [
    "--kubeconfig k",
    "okta-host-missing",
    /^--kubeconfig needs --okta-host\. Fix: name the address/,
  ],
  ["--context c", "sandbox-usage", /^--context goes with --kubeconfig FILE\./],
  ["--okta-host h", "sandbox-usage", /^--okta-host goes with --kubeconfig FILE\./],
  [
    "--kubeconfig k --okta-host h --beside d",
    "sandbox-usage",
    /^--beside cannot be used with --kubeconfig/,
  ],
  ["--quiet --verbose", "sandbox-usage", /^--quiet and --verbose exclude each other\./],
  [
    "--apply --once",
    "sandbox-usage",
    /^--apply goes with --project, --stack, .* alone: the running/,
  ],
  ["--apply --policy-pack p", "sandbox-usage", /^--apply goes with --project, --stack,/],
  ["--apply --bolt-port 1", "sandbox-usage", /^--apply goes with --project, --stack,/],
  ["--bolt-port 1 --http-port 1", "sandbox-usage", /^--bolt-port and --http-port are two ports\./],
  ["--json --doctor", "sandbox-usage", /^--json does not go with --doctor\./],
])("refuses %s, which is not enough or too much", (argv, code, message) => {
  expect(() => parseOptions(argv.split(" "), quiet)).toThrow(
    expect.objectContaining({ code, exitCode: 2, message: expect.stringMatching(message) }),
  );
});

test("takes every option", () => {
  const argv =
    "--project p --stack prod --beside a --beside b --once --keep --verify v.ts --policy-pack x --policy-pack y --policy-pack-config z --chart c --chart-repository https://a --chart-repository oci://b/c --chart-setting app:chart --okta-port 65535 --bolt-port 7687 --http-port 0 --doctor --verbose --check c.ts --junit j.xml --timeout 90s";
  expect(parseOptions(argv.split(" "), quiet)).toEqual({
    project: "p",
    stack: "prod",
    beside: ["a", "b"],
    policyPack: ["x", "y"],
    policyPackConfig: ["z"],
    chartRepository: ["https://a", "oci://b/c"],
    once: true,
    keep: true,
    doctor: true,
    verbose: true,
    apply: false,
    boltPort: 7687,
    httpPort: 0,
    quiet: false,
    json: false,
    junit: "j.xml",
    timeout: 90_000,
    check: "c.ts",
    verify: "v.ts",
    chart: "c",
    chartSetting: "app:chart",
    oktaPort: 65_535,
  });
});

test("takes a time with its unit, and output for machines", () => {
  const milliseconds = (time: string) => parseOptions(["--timeout", time], quiet)?.timeout;
  expect(["10m", "1h", "24h"].map(milliseconds)).toEqual([600_000, 3_600_000, 86_400_000]);
  expect(parseOptions(["--json", "--quiet"], quiet)).toMatchObject({ json: true, quiet: true });
  // What the project's own script gives is of no matter to a sandbox that runs.
  const own = "--check c.ts --verify v.ts --chart-setting app:chart --apply --json --timeout 1m";
  expect(parseOptions(own.split(" "), quiet)).toMatchObject({ apply: true });
});

test("takes a verifier and a check back, and another project in place of the first", () => {
  const argv = "--project a --verify v.ts --check c.ts --project b --no-verify --no-check";
  const options = parseOptions(argv.split(" "), quiet);
  expect(options).toMatchObject({ project: "b" });
  expect(options).not.toHaveProperty("verify");
  expect(options).not.toHaveProperty("check");
});

test("notices an option that npm took for itself, and says how to write it", () => {
  vi.stubEnv("npm_lifecycle_event", "sandbox");
  vi.stubEnv("npm_config_okta_port", "8080");
  expect(() => parseOptions([], quiet)).toThrow(
    expect.objectContaining({
      code: "sandbox-usage",
      exitCode: 2,
      message:
        "npm took --okta-port for itself. Fix: write -- before the options: npm run sandbox -- --okta-port",
    }),
  );
  expect(parseOptions(["--okta-port", "1"], quiet)).toMatchObject({ oktaPort: 1 });
  vi.stubEnv("npm_config_okta_port", undefined);
  vi.stubEnv("npm_config_verify", "");
  expect(() => parseOptions([], quiet)).toThrow(/^npm took --no-verify for itself\. /);
  vi.stubEnv("npm_lifecycle_event", undefined);
  expect(parseOptions([], quiet)).toMatchObject({ oktaPort: 0 });
  vi.unstubAllEnvs();
});

test("prints its help with every option and the exit statuses, and does nothing else", () => {
  let help = "";
  expect(
    parseOptions(["--help"], (text) => {
      help += text;
    }),
  ).toBeUndefined();
  const names =
    "project stack beside once keep verify no-verify check no-check policy-pack policy-pack-config verbose quiet json junit timeout chart chart-repository chart-setting kubeconfig context okta-host ca-setting okta-seed okta-port bolt-port http-port apply doctor";
  for (const name of names.split(" ")) expect(help).toMatch(new RegExp(`^  --${name} `, "m"));
  expect(help).toContain("3 rehearsed but not proven");
  for (const line of help.split("\n")) expect(line.length).toBeLessThanOrEqual(80);
});

test.each([
  [["--onse"], "unknown option '--onse'"],
  [["extra"], "too many arguments"],
  [["--stack"], "argument missing"],
  [["--okta-port", "65536"], "a port is a whole number from 0 to 65535"],
  [["--okta-port", "1e3"], "a port is a whole number from 0 to 65535"],
  [["--chart-repository", "charts/neo4j"], "it is an address such as https://charts.example.com"],
  [["--chart-repository", "file:///srv/x"], "it is an address such as https://charts.example.com"],
  [["--timeout", "90"], "it is a whole number with s, m or h, of a day at most"],
  [["--timeout", "25h"], "it is a whole number with s, m or h, of a day at most"],
  [["--timeout", "0s"], "it is a whole number with s, m or h, of a day at most"],
  [["--chart-setting", "chart"], "it is a key with its namespace, such as app:neo4j.chart.path"],
])("refuses %j with exit status 2", (argv, message) => {
  expect(() => parseOptions(argv, quiet)).toThrow(
    expect.objectContaining({
      code: "sandbox-usage",
      exitCode: 2,
      message: expect.stringMatching(
        new RegExp(`^(?!error: ).*${message}.*\\. See --help\\.$`, "s"),
      ),
    }),
  );
});
