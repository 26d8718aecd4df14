import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { FORMATS } from "../../credentials/formats/index.ts";
import { main } from "../../credentials/main.ts";
import { PEM } from "../keygen/keys.ts";
import { captured } from "../support/captured.ts";
import { account, CONTRACT, SECRET } from "./contract.ts";

const PAGE = readFileSync(new URL("../../docs/credentials.md", import.meta.url), "utf8");

test("the commands that docs/credentials.md shows are accepted", async () => {
  const shown = [
    ...PAGE.matchAll(/^npm run (?:--silent )?credentials -- --stack prod (.*?)(?: [|>] .*)?$/gm),
  ];
  expect(shown).toHaveLength(6);
  const folder = mkdtempSync(join(tmpdir(), "credentials-"));
  writeFileSync(join(folder, "price-reader.pem"), PEM.pkcs8);
  const accounts = [
    account("dashboard", "client_secret_basic"),
    account("price-reader", "private_key_jwt"),
  ];
  const credentials = { dashboard: { clientId: "dashboard-id", clientSecret: SECRET } };
  const outputs = join(folder, "outputs.json");
  writeFileSync(outputs, JSON.stringify({ access: { ...CONTRACT, accounts }, credentials }));
  for (const [, words = ""] of shown) {
    const argv = words
      .split(" ")
      .map((word) => (/^[\w-]+\.(env|json|pem)$/.test(word) ? join(folder, word) : word));
    const { status, err } = await captured((streams) =>
      main(["--contract", outputs, ...argv], { ...streams, isTerminal: false }),
    );
    const told = argv.includes("--output") ? expect.stringMatching(/^credentials in /) : "";
    expect({ words, status, err }).toEqual({ words, status: 0, err: told });
  }
  rmSync(folder, { recursive: true });
});

test("docs/credentials.md has every form", () => {
  const [, table = ""] = /^\| `--format` \|(.*?)\n\n/ms.exec(PAGE) ?? [];
  const rows = [...table.matchAll(/^\| (`.*?) \|/gm)].flatMap(([, names = ""]) =>
    names.split(", "),
  );
  expect(rows).toEqual(Object.keys(FORMATS).map((name) => `\`${name}\``));
});
