import { createPrivateKey } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { json } from "node:stream/consumers";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { giveToCommand } from "../../keygen/destinations/command.ts";
import { PEM } from "./keys.ts";
import { keygen } from "./run.ts";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "keygen-"));
});

afterEach(() => rmSync(folder, { recursive: true }));

describe("a command", () => {
  /** Runs `node -e SCRIPT` with the key. */
  function to(script: string) {
    writeFileSync(join(folder, "take.cjs"), script);
    return keygen(["--to", `"${process.execPath}" '${join(folder, "take.cjs")}' "two words"`]);
  }

  test("gets the key on its standard input, and what it prints is not shown", async () => {
    const { status, out, err } = await to(
      `require("node:fs").writeFileSync(process.argv[1] + ".pem", require("node:fs").readFileSync(0)); console.log(process.argv[2])`,
    );
    expect(status).toBe(0);
    const { kid } = JSON.parse(out);
    expect(err).toBe(`private key sent to the command, kid ${kid}\n`);
    const taken = createPrivateKey(readFileSync(join(folder, "take.cjs.pem")));
    expect(taken.asymmetricKeyType).toBe("rsa");
  });

  const node = JSON.stringify(process.execPath);
  const fix =
    "What it said is not shown, as it could hold the secret; nothing else was written. Fix: try the command with another text as its standard input, and run this again. (keygen-command)\n";

  test("that fails is told, without what it said of the key", async () => {
    const { status, out, err } = await to(
      `console.error(require("node:fs").readFileSync(0, "hex")); process.exitCode = 4`,
    );
    expect({ status, out }).toEqual({ status: 3, out: "" });
    expect(err).toBe(`--to: the command ${node} ended with 4. ${fix}`);
  });

  test("that does not end is ended", async () => {
    await expect(giveToCommand("sleep 60", PEM.pkcs8, 200)).rejects.toMatchObject({
      code: "keygen-command",
      message: expect.stringMatching(/^--to: the command "sleep" did not end within 0\.2 s\. /),
    });
  });

  test("that is not there is told", async () => {
    expect((await keygen(["--to", "no-such-command x"])).err).toBe(
      `--to: the command "no-such-command" is not on PATH. ${fix}`,
    );
  });
});

describe("a Kubernetes Secret", () => {
  let server: Server;
  let requests: { method: string; url: string; body?: Record<string, Record<string, string>> }[];
  let secret: object | undefined;
  let refusal: number | undefined;

  beforeEach(async () => {
    [requests, secret, refusal] = [[], undefined, undefined];
    server = createServer(async (request, response) => {
      const { method = "", url = "" } = request;
      const body = method === "GET" ? undefined : ((await json(request)) as never);
      requests.push({ method, url, ...(body === undefined ? {} : { body }) });
      const status = refusal ?? (method === "GET" && secret === undefined ? 404 : 200);
      response.writeHead(status, { "content-type": "application/json" });
      response.end(
        JSON.stringify(
          status === 200 ? (body ?? secret) : { kind: "Status", message: "hush-hush" },
        ),
      );
    });
    await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
    const file = join(folder, "kubeconfig");
    const { port } = server.address() as AddressInfo;
    writeFileSync(
      file,
      JSON.stringify({
        clusters: [
          {
            name: "c",
            cluster: { server: `http://127.0.0.1:${port}`, "insecure-skip-tls-verify": true },
          },
        ],
        users: [{ name: "u", user: {} }],
        contexts: [{ name: "x", context: { cluster: "c", user: "u" } }],
        "current-context": "x",
      }),
    );
    vi.stubEnv("KUBECONFIG", file);
  });

  afterEach(() => {
    vi.unstubAllEnvs();
    server.close();
  });

  const argv = ["--from", "-", "--secret", "etl/etl-loader-okta"];

  test("is made with the key and its kid, by the contract's names", async () => {
    const { status, out, err } = await keygen(argv, PEM.pkcs8);
    expect(status).toBe(0);
    const { kid } = JSON.parse(out);
    expect(err).toBe(`private key in Secret etl/etl-loader-okta, kid ${kid}\n`);
    expect(requests.map(({ method, url }) => `${method} ${url}`)).toEqual([
      "GET /api/v1/namespaces/etl/secrets/etl-loader-okta",
      "POST /api/v1/namespaces/etl/secrets",
    ]);
    expect(requests[1]?.body).toMatchObject({
      metadata: { name: "etl-loader-okta", namespace: "etl" },
      stringData: { OKTA_OAUTH2_PRIVATE_KEY: PEM.pkcs8, OKTA_OAUTH2_PRIVATE_KEY_ID: kid },
    });
  });

  test("that is there keeps its other keys, and is changed as it was read", async () => {
    const metadata = { name: "etl-loader-okta", namespace: "etl", resourceVersion: "7" };
    secret = { metadata, data: { NEO4J_URI: "eA==" } };
    expect(await keygen(argv, PEM.pkcs8)).toMatchObject({ status: 0 });
    expect(requests[1]).toMatchObject({
      method: "PUT",
      body: {
        metadata,
        data: { NEO4J_URI: "eA==" },
        stringData: { OKTA_OAUTH2_PRIVATE_KEY: PEM.pkcs8 },
      },
    });
  });

  test("that has a key is left alone", async () => {
    secret = { metadata: { name: "etl-loader-okta" }, data: { OKTA_OAUTH2_PRIVATE_KEY: "eA==" } };
    expect(await keygen(argv, PEM.pkcs8)).toEqual({
      status: 3,
      out: "",
      err: "--secret etl/etl-loader-okta has OKTA_OAUTH2_PRIVATE_KEY already, and it may be in use. Fix: give another Secret, and switch the service to it. (keygen-secret)\n",
    });
    expect(requests).toHaveLength(1);
  });

  const fix =
    "Fix: choose a cluster and a namespace where you may read and write Secrets (KUBECONFIG). (keygen-secret)\n";

  test("that may not be read is told without the server's words", async () => {
    refusal = 403;
    expect((await keygen(argv, PEM.pkcs8)).err).toBe(
      `--secret etl/etl-loader-okta: the cluster answered 403. ${fix}`,
    );
  });

  test("in a cluster that does not answer is told", async () => {
    await new Promise((closed) => server.close(closed));
    expect((await keygen(argv, PEM.pkcs8)).err).toMatch(
      /^--secret etl\/etl-loader-okta: the cluster cannot be reached: .+ \(keygen-secret\)\n$/,
    );
  });

  test.each([
    ["not there", undefined],
    [
      "no YAML, and whose token is not repeated",
      "users:\n- name: u\n  user:\n    token: t0ken\n   x: y\n",
    ],
    ["empty", "{}"],
  ])("of a kubeconfig that is %s is told", async (_what, text) => {
    const file = join(folder, "other");
    if (text !== undefined) writeFileSync(file, text);
    vi.stubEnv("KUBECONFIG", file);
    expect((await keygen(argv, PEM.pkcs8)).err).toBe(
      `--secret etl/etl-loader-okta: no kubeconfig names a cluster. ${fix}`,
    );
  });
});
