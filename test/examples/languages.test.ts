import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";

const EXAMPLES = join(import.meta.dirname, "../../examples");
const README = readFileSync(join(EXAMPLES, "README.md"), "utf8");

function read(...path: string[]): string {
  return readFileSync(join(EXAMPLES, ...path), "utf8");
}

/** Of each language: its sources, what is no line of code in them, and what its file of dependencies pins. */
const LANGUAGES = [
  {
    name: "python",
    source: /\.py$/,
    noCode: /^\s*(from |import |#|$)/,
    dependencies: "requirements.txt",
    pinned: /^([\w-]+)==([\d.]+)$/gm,
    entry: /^\S.*$/gm,
  },
  {
    name: "java",
    source: /\.java$/,
    noCode: /^\s*(import |package |\/\/|\/?\*|$)/,
    dependencies: "pom.xml",
    pinned: /<artifactId>([\w-]+)<\/artifactId>\s*<version>([\d.]+)<\/version>\s*<\/dependency>/g,
    entry: /<dependency>/g,
  },
  {
    name: "go",
    source: /\.go$/,
    noCode: /^\s*(\/\/|$)/,
    dependencies: "go.mod",
    pinned: /^\t(\S+) v([\d.]+)$/gm,
    entry: /^\t.*$/gm,
  },
  {
    name: "dotnet",
    source: /\.cs$/,
    noCode: /^\s*(using [A-Z]|namespace |\/\/|$)/,
    dependencies: "price-reader.csproj",
    pinned: /<PackageReference Include="([\w.]+)" Version="\[([\d.]+)\]" \/>/g,
    entry: /<PackageReference/g,
  },
];

describe.each(LANGUAGES)("the example in $name", (language) => {
  const { name, source, noCode, dependencies, pinned, entry } = language;

  test("stays under 150 lines of code", () => {
    const files = readdirSync(join(EXAMPLES, name), { recursive: true, encoding: "utf8" });
    const lines = files
      .filter((file) => source.test(file) && !/^(target|bin|obj)\b/.test(file))
      .flatMap((file) =>
        read(name, file)
          .replace(/^import \(.*?^\)/ms, "")
          .split("\n"),
      )
      .filter((line) => !noCode.test(line));
    expect(lines.length).toBeGreaterThan(50);
    expect(lines.length).toBeLessThan(150);
  });

  test("pins every dependency, and the README has those versions", () => {
    const text = read(name, dependencies);
    const pins = [...text.matchAll(pinned)];
    expect(pins.length).toBe(text.match(entry)?.length);
    for (const [, dependency = "", version = ""] of pins) {
      const own =
        /oauth|driver|retry|circuit|breaker|tenacity|failsafe|jwt|neo4j$|Auth|Duende|Polly|Json/i;
      if (own.test(dependency)) expect(README, dependency).toContain(` ${version}`);
    }
  });

  test("reads keys of the contract alone", () => {
    const keys = read("../docs/credentials.md");
    const files = readdirSync(join(EXAMPLES, name), { recursive: true, encoding: "utf8" });
    const used = files
      .filter((file) => source.test(file) && !/^(target|bin|obj)\b/.test(file))
      .flatMap((file) => read(name, file).match(/\b(?:OKTA_OAUTH2|NEO4J)_[A-Z0-9_]+/g) ?? []);
    expect(used.length).toBeGreaterThan(5);
    for (const key of used) expect(keys).toContain(`\`${key}\``);
  });
});
