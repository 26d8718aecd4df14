import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll } from "vitest";
import { main } from "../../credentials/main.ts";
import { PEM } from "../keygen/keys.ts";
import { captured } from "../support/captured.ts";
import { CONTRACT, SECRET } from "./contract.ts";

/** Of the files of a test. */
export let folder: string;
/** A file with a private key. */
export let key: string;

/** Makes the folder and its files before the tests of a file. */
export function inAFolder(): void {
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "credentials-"));
    const credentials = { "price-reader": { clientId: "price-reader-id", clientSecret: SECRET } };
    write("access.json", CONTRACT);
    write("outputs.json", { access: CONTRACT, credentials });
    write("credentials.json", credentials);
    key = join(folder, "key.pem");
    writeFileSync(key, PEM.pkcs1);
    return () => rmSync(folder, { recursive: true });
  });
}

export function write(name: string, value: unknown): void {
  writeFileSync(join(folder, name), JSON.stringify(value));
}

export function run(argv: string[], { isTerminal = false } = {}) {
  return captured((streams) => main(argv, { ...streams, isTerminal }));
}

/** Of an account of the contract, in this form. */
export function of(name: string, format: string, ...more: string[]) {
  return [
    "--contract",
    join(folder, "outputs.json"),
    "--account",
    name,
    "--format",
    format,
    ...more,
  ];
}
