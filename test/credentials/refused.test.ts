import { readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { CONTRACT } from "./contract.ts";
import { folder, inAFolder, of, run, write } from "./run.ts";

inAFolder();

describe("refused", () => {
  test.each([
    [
      () => of("price-raeder", "env"),
      "--account price-raeder: the contract has no such account. Fix: write price-reader; else give one of price-reader, etl-loader, resting",
    ],
    [
      () => of("etl-loader", "env"),
      "etl-loader has a private key, which no stack holds: give --private-key FILE, or --private-key-path PATH where the service finds it",
    ],
    [
      () => of("price-reader", "env", "--kid", "x"),
      "price-reader has a client secret: --private-key, --private-key-path and --kid are for accounts on a private key",
    ],
    [
      () => of("etl-loader", "docker", "--private-key-path", "/run/key"),
      "--private-key-path needs --kid, which npm run keygen has printed: while Okta has two keys of an account, it takes an assertion only with its kid",
    ],
    [
      () => of("price-reader", "vault", "--entry=-field=x"),
      "--entry and --account take names without control characters, and no hyphen first",
    ],
    [() => of("price-reader", "env", "--store", "x"), "--store is not for --format env"],
    [() => of("price-reader", "json", "--entry", "x"), "--entry is not for --format json"],
    [() => of("price-reader", "vault", "--secret", "a/b"), "--secret is not for --format vault"],
    [
      () => of("price-reader", "aws", "--entry", "a\nid"),
      "--entry and --account take names without control characters, and no hyphen first",
    ],
    [() => of("price-reader", "eso"), "--format eso needs --store NAME"],
    [
      () => of("price-reader", "k8s", "--secret", "a"),
      "--secret a is no NAMESPACE/NAME of a Secret",
    ],
    [
      () => of("etl-loader", "env", "--private-key", "a", "--private-key-path", "b"),
      "give one of --private-key and --private-key-path",
    ],
    [() => ["--contract", "x", "--format", "env"], "--account is missing"],
    [() => ["--contract", "x", "--account", "a"], "--format is missing"],
    [() => ["--account", "a", "--format", "env"], "give either --stack NAME or --contract FILE"],
  ])("case %#", async (argv, message) => {
    expect(await run(argv())).toEqual({
      status: 2,
      out: "",
      err: `${message}. See npm run credentials -- --help. (credentials-usage)\n`,
    });
  });

  test("a contract without the secret, and files that cannot be read", async () => {
    const access = join(folder, "access.json");
    const argv = ["--account", "price-reader", "--format", "env"];
    expect(await run(["--contract", access, ...argv])).toEqual({
      status: 3,
      out: "",
      err: `${access} has no client secret of price-reader. Fix: give the output credentials with --credentials FILE, or run npm run up first; of an account with rotation: true, give what npm run rotate has delivered (docs/rotation.md). (credentials-secret)\n`,
    });
    expect((await run(["--contract", access, "--credentials", "/nowhere", ...argv])).err).toBe(
      "--credentials /nowhere cannot be read: there is no such file. Fix: name a file that you may read. (credentials-secret)\n",
    );
    expect((await run(["--contract", "/nowhere", ...argv])).err).toBe(
      "--contract /nowhere cannot be read: there is no such file. Fix: name a file that you may read. (credentials-contract)\n",
    );
  });

  test("a private key that is none, without a word of it", async () => {
    const { status, err } = await run(
      of("etl-loader", "env", "--private-key", join(folder, "credentials.json")),
    );
    expect(status).toBe(3);
    expect(err).toMatch(/^--private-key .+ holds no private key in PEM\. .+ \(private-key\)\n$/);
    expect(err).not.toContain("hush");
  });

  test("a value with a control character", async () => {
    write("odd.json", { ...CONTRACT, scope: "a\u0000b" });
    const argv = [
      "--contract",
      join(folder, "odd.json"),
      "--account",
      "price-reader",
      "--format",
      "eso",
      "--store",
      "x",
    ];
    expect(await run(argv)).toMatchObject({
      status: 3,
      err: "OKTA_OAUTH2_SCOPES has a control character in it. Fix: take it out of the stack's settings. (credentials-value)\n",
    });
  });

  test("a link, whose file could be anybody's", async () => {
    const [file, link] = [join(folder, "theirs"), join(folder, "link")];
    writeFileSync(file, "theirs");
    symlinkSync(file, link);
    expect(await run(of("price-reader", "env", "--output", link))).toMatchObject({
      status: 3,
      err: `--output ${link} cannot be written: it is a link. Fix: give a file in a folder that exists and that you may write to. (credentials-output)\n`,
    });
    expect(readFileSync(file, "utf8")).toBe("theirs");
  });

  test("a file that cannot be written", async () => {
    const file = join(folder, "no", "file");
    expect(await run(of("price-reader", "env", "--output", file))).toEqual({
      status: 3,
      out: "",
      err: `--output ${file} cannot be written: ENOENT. Fix: give a file in a folder that exists and that you may write to. (credentials-output)\n`,
    });
  });
});
