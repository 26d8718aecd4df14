import { entriesOf, type Format, unfit } from "./format.ts";

/** Lines for a shell: `. file`, or `eval`. */
export const env: Format = {
  hasSecrets: true,
  options: [],
  render: (handed) =>
    entriesOf(handed)
      .map(([key, value]) => `export ${key}='${value.replaceAll("'", `'\\''`)}'\n`)
      .join(""),
};

/** Lines that a shell and the libraries called dotenv read alike. */
export const dotenv: Format = {
  hasSecrets: true,
  options: [],
  render: (handed) =>
    entriesOf(handed)
      .map(([key, value]) => `${key}=${dotenvValue(key, value)}\n`)
      .join(""),
};

/** Lines for `docker run --env-file`, which knows no quotes. */
export const docker: Format = {
  hasSecrets: true,
  options: [],
  render: (handed) =>
    entriesOf(handed)
      .map(([key, value]) => {
        if (!value.includes("\n")) return `${key}=${value}\n`;
        throw unfit(
          key,
          "has several lines, which --env-file does not take",
          "mount the private key, and give --private-key-path",
        );
      })
      .join(""),
};

/** Single quotes keep all but themselves; some readers unescape backslashes in them, and some fill in `${...}`. */
function dotenvValue(key: string, value: string): string {
  const isFilledIn = value.includes("${");
  if (!isFilledIn && !/'|\\\\|\\$/.test(value)) return `'${value}'`;
  if (!isFilledIn && !/["$`\\]/.test(value)) return `"${value}"`;
  throw unfit(
    key,
    "has characters that dotenv's readers take differently",
    "take --format env or json",
  );
}
