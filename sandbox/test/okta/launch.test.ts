import { once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect } from "node:tls";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { OktaEmulator, type OktaEmulatorOptions } from "../../okta/emulator.ts";
import { introduction } from "../../okta/introduction.ts";
import { prepareLaunch } from "../../okta/launch.ts";
import type { CliOptions } from "../../okta/options.ts";
import { issueCertificate } from "../../okta/tls/certificate.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "okta-launch-"));
});
afterAll(() => rm(folder, { recursive: true }));

async function file(name: string, text: string): Promise<string> {
  await writeFile(join(folder, name), text);
  return join(folder, name);
}

const launched = (cli: Partial<CliOptions>, environment: NodeJS.ProcessEnv = {}) =>
  prepareLaunch({ host: "127.0.0.1", apiAccessManagement: true, ...cli }, environment);

describe("management tokens", () => {
  test("come from files, or else from the environment, and are shown as shell words", async () => {
    const accessTokenFile = await file("token", "0123456789-of-a-file\n");
    const { options, given } = await launched(
      { accessTokenFile },
      {
        OKTA_EMULATOR_ACCESS_TOKEN: "0123456789-of-the-environment",
        OKTA_EMULATOR_API_TOKEN: "00-of-the-environment",
      },
    );
    expect(options).toMatchObject({
      accessToken: "0123456789-of-a-file",
      apiToken: "00-of-the-environment",
    });
    expect(given).toEqual({
      accessToken: `$(cat '${accessTokenFile}')`,
      apiToken: "$OKTA_EMULATOR_API_TOKEN",
    });
  });

  test("are made where none are given, also by an empty variable", async () => {
    const { options } = await launched({}, { OKTA_EMULATOR_ACCESS_TOKEN: "" });
    expect(options).not.toHaveProperty("accessToken");
    expect(options).not.toHaveProperty("apiToken");
  });

  test.each(["short", "with a space in the middle", "", "x".repeat(201)])(
    "%j is none, and is not shown",
    async (text) => {
      const apiTokenFile = await file("token", text);
      await expect(launched({ apiTokenFile })).rejects.toMatchObject({
        code: "token-invalid",
        exitCode: 2,
        message: `${apiTokenFile} is no management token. Fix: give 16 to 200 printable ASCII characters without spaces.`,
      });
    },
  );

  test("a file that is not there is named", async () => {
    const accessTokenFile = join(folder, "missing");
    await expect(launched({ accessTokenFile })).rejects.toMatchObject({
      code: "token-invalid",
      message: `${accessTokenFile} cannot be read (ENOENT).`,
    });
  });
});

/** The names in the certificate of whoever answers there, for a client that trusts this CA only. */
async function namesOf(url: string, ca: string): Promise<string | undefined> {
  const socket = connect({ host: "127.0.0.1", port: Number(new URL(url).port), ca });
  await new Promise((resolve, reject) => {
    socket.once("secureConnect", resolve).once("error", reject);
  });
  const names = socket.getPeerCertificate().subjectaltname;
  socket.destroy();
  return names;
}

async function served<T>(
  options: OktaEmulatorOptions,
  use: (okta: OktaEmulator) => Promise<T> | T,
): Promise<T> {
  const okta = new OktaEmulator(options);
  await okta.start();
  try {
    return await use(okta);
  } finally {
    await okta.stop();
  }
}

describe("TLS", () => {
  test("a certificate made for the run names host and public address, and goes with it", async () => {
    const launch = await launched({ tls: true, publicUrl: "https://okta.example.test:8443" });
    const caFile = launch.caFile ?? "";
    const ca = await readFile(caFile, "utf8");
    const { publicUrl: _public, ...options } = launch.options;
    await served(options, async ({ org, url }) => {
      expect(org.url).toMatch(/^https:\/\/127\.0\.0\.1:\d+$/);
      expect(await namesOf(org.url, ca)).toBe(
        "DNS:okta.example.test, IP Address:127.0.0.1, DNS:localhost, IP Address:0:0:0:0:0:0:0:1",
      );
      await expect(namesOf(org.url, issueCertificate("127.0.0.1").ca)).rejects.toThrow();
      // The Pulumi provider still finds it on loopback, without TLS.
      expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    });
    await launch.remove();
    await expect(readFile(caFile)).rejects.toMatchObject({ code: "ENOENT" });
  });

  test("certificate and key can be the user's own; host and port are those of the TLS side", async () => {
    const { cert, key, ca } = issueCertificate("localhost");
    const port = await freePort();
    const cli = { tlsCert: await file("cert.pem", cert), tlsKey: await file("key.pem", key) };
    const launch = await launched({ ...cli, host: "0.0.0.0", port });
    expect(launch.caFile).toBeUndefined();
    await served(launch.options, async (okta) => {
      expect(okta.org.url).toBe(`https://localhost:${port}`);
      const names = namesOf(`https://127.0.0.1:${port}`, ca);
      await expect(names).rejects.toMatchObject({ code: "ERR_TLS_CERT_ALTNAME_INVALID" });
      expect(introduction(okta, { control: false, ...launch })).toContain(
        "Clients must trust the CA of your certificate (curl: --cacert FILE).",
      );
    });
    await launch.remove();
  });

  test("what is no certificate, or no file, is refused", async () => {
    const tlsKey = await file("key.pem", "-----BEGIN NONSENSE-----");
    const tlsCert = await file("cert.pem", issueCertificate("localhost").cert);
    const { options } = await launched({ tlsCert, tlsKey });
    await expect(served(options, () => undefined)).rejects.toMatchObject({
      code: "certificate-invalid",
      exitCode: 2,
      message: expect.stringMatching(
        /^The certificate and the key cannot be used: .*\. Fix: give both as PEM, the key without a passphrase\.$/s,
      ),
    });
    const missing = join(folder, "missing.pem");
    await expect(launched({ tlsCert: missing, tlsKey })).rejects.toMatchObject({
      code: "certificate-invalid",
      message: `${missing} cannot be read (ENOENT).`,
    });
  });

  test("a busy port of the TLS side is named", async () => {
    const other = createServer().listen(0, "127.0.0.1");
    await once(other, "listening");
    const { port } = other.address() as { port: number };
    const launch = await launched({ tls: true, port });
    await expect(served(launch.options, () => undefined)).rejects.toMatchObject({
      code: "port-in-use",
      message: expect.stringContaining(`Port ${port} is in use`),
    });
    other.close();
    await launch.remove();
  });
});

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const { port } = probe.address() as { port: number };
  probe.close();
  await once(probe, "close");
  return port;
}

describe("where clients find the org", () => {
  const urls = async (options: OktaEmulatorOptions) =>
    served(options, ({ org, url }) => ({ issuers: org.url, listener: url }));

  test("at the public address, by which issuers and links are named", async () => {
    const publicUrl = "https://okta.example.test";
    const { issuers, listener } = await urls({ publicUrl });
    expect(issuers).toBe(publicUrl);
    expect(listener).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  });

  test.each(["0.0.0.0", "::"])("on every interface (%s) by localhost", async (host) => {
    const { options } = await launched({ host });
    expect((await urls(options)).issuers).toMatch(/^http:\/\/localhost:\d+$/);
  });

  test("an address of another machine is refused", async () => {
    const { options } = await launched({ host: "192.0.2.1" });
    await expect(urls(options)).rejects.toMatchObject({ code: "host-unavailable", exitCode: 2 });
  });
});
