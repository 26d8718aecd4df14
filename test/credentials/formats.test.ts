import { execFileSync } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseEnv } from "node:util";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parse, parseAllDocuments } from "yaml";
import { entriesOf, type Handed } from "../../credentials/formats/format.ts";
import { handedKey, handedSecret, render } from "./hostile.ts";
import { parseProperties } from "./properties.ts";

const both = fc.oneof(handedSecret, handedKey);
/** Runs where each one starts a process. */
const FEW = { numRuns: 40 };

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "formats-"));
  for (const program of ["vault", "aws", "gcloud", "az"]) {
    const file = join(folder, program);
    writeFileSync(file, `#!/bin/sh\nprintf '%s\\0' "$@" > "${folder}/arguments"\nexec cat\n`);
    chmodSync(file, 0o700);
  }
});

afterAll(() => rmSync(folder, { recursive: true }));

/** The text, or undefined where the format says that it cannot hold a value. */
function rendered(format: string, one: Handed): string | undefined {
  try {
    return render(format, one);
  } catch (error) {
    expect(error).toMatchObject({ code: "credentials-value" });
    return undefined;
  }
}

function expected(one: Handed): Record<string, string> {
  return Object.fromEntries(entriesOf(one));
}

/** What a shell has for the keys once it has read the text. */
function inShell(text: string, one: Handed, allexport: boolean): Record<string, string> {
  const file = join(folder, "file");
  writeFileSync(file, text);
  const script = `${allexport ? "set -a; " : ""}. "$0"; exec "$1" -e 'process.stdout.write(JSON.stringify(process.env))'`;
  const out = execFileSync("sh", ["-c", script, file, process.execPath], { env: {} });
  const all = JSON.parse(out.toString()) as Record<string, string>;
  return Object.fromEntries(entriesOf(one).map(([key]) => [key, all[key] ?? ""]));
}

describe("every value is read back as it is", () => {
  test("env, by a shell", () => {
    fc.assert(
      fc.property(both, (one) => {
        expect(inShell(render("env", one), one, false)).toEqual(expected(one));
      }),
      FEW,
    );
  }, 60_000);

  test("dotenv, by a shell and by Node.js alike, or it is refused", () => {
    fc.assert(
      fc.property(both, (one) => {
        const text = rendered("dotenv", one);
        if (text === undefined) return;
        expect(parseEnv(text)).toEqual(expected(one));
        expect(inShell(text, one, true)).toEqual(expected(one));
      }),
      { numRuns: 200 },
    );
  }, 120_000);

  test("docker, a line for each, or it is refused", () => {
    fc.assert(
      fc.property(both, (one) => {
        const text = rendered("docker", one);
        if (text === undefined) return;
        const lines = text.slice(0, -1).split("\n");
        expect(
          Object.fromEntries(
            lines.map((line) => /^([A-Z0-9_]+)=(.*)$/s.exec(line)?.slice(1) ?? []),
          ),
        ).toEqual(expected(one));
      }),
    );
  });

  test("json", () => {
    fc.assert(
      fc.property(both, (one) => {
        expect(JSON.parse(render("json", one))).toEqual(expected(one));
      }),
    );
  });

  test.each(["1.1", "1.2"] as const)("k8s, by YAML %s", (version) => {
    fc.assert(
      fc.property(both, (one) => {
        const text = render("k8s", one);
        expect(parseAllDocuments(text)).toHaveLength(1);
        expect(parse(text, { version }).stringData).toEqual(expected(one));
      }),
    );
  });

  test.each([
    ["vault", ["kv", "put", "-mount=secret", "team's/etl $(id)", "-"]],
    [
      "aws",
      [
        "secretsmanager",
        "put-secret-value",
        "--secret-id",
        "team's/etl $(id)",
        "--secret-string",
        "file:///dev/stdin",
      ],
    ],
    ["gcp", ["secrets", "versions", "add", "team's/etl $(id)", "--data-file=-"]],
    [
      "azure",
      [
        "keyvault",
        "secret",
        "set",
        "--vault-name",
        "team",
        "--name",
        "team's/etl $(id)",
        "--file",
        "/dev/stdin",
        "--encoding",
        "utf-8",
        "--output",
        "none",
      ],
    ],
  ])(
    "%s, by the command's standard input, and nothing of it is an argument",
    (format, argv) => {
      fc.assert(
        fc.property(both, (one) => {
          const input = render(format, one);
          const env = { PATH: `${folder}:${process.env.PATH}` };
          expect(JSON.parse(execFileSync("sh", { input, env }).toString())).toEqual(expected(one));
          const given = execFileSync("cat", [join(folder, "arguments")]).toString();
          expect(given.split("\0").slice(0, -1)).toEqual(argv);
        }),
        FEW,
      );
    },
    60_000,
  );

  test("spring, by the rules of Java's properties, or it is refused", () => {
    fc.assert(
      fc.property(handedSecret, (one) => {
        const text = rendered("spring", one);
        if (text === undefined) return;
        expect(text).toMatch(/^[ -~\n]*$/);
        const { clientSecret, issuer, scope, audience, neo4jUri, authMethod } = one.fields;
        const registration = "spring.security.oauth2.client.registration.neo4j";
        expect(parseProperties(text)).toEqual({
          [`${registration}.authorization-grant-type`]: "client_credentials",
          [`${registration}.client-authentication-method`]: authMethod,
          [`${registration}.client-secret`]: clientSecret,
          [`${registration}.scope`]: scope,
          "spring.neo4j.uri": neo4jUri,
          "neo4j-okta.issuer": issuer,
          "neo4j-okta.audience": audience,
        });
      }),
    );
  });

  test.each([
    ["kafka-connector", "neo4j.", "neo4j.uri"],
    ["spark-connector", "", "url"],
  ])("%s", (format, prefix, uri) => {
    fc.assert(
      fc.property(handedSecret, (one) => {
        const text = rendered(format, one);
        if (text === undefined) return;
        const { clientSecret, scope, neo4jUri } = one.fields;
        expect(JSON.parse(text)).toEqual({
          [uri]: neo4jUri,
          [`${prefix}authentication.type`]: "oidc",
          [`${prefix}authentication.oidc.grantType`]: "client_credentials",
          [`${prefix}authentication.oidc.clientSecret`]: clientSecret,
          [`${prefix}authentication.oidc.scope`]: scope,
        });
      }),
    );
  });
});
