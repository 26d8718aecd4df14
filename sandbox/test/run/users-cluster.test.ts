import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { stringify } from "yaml";
import { findUsersCluster, readKubeconfig } from "../../run/users-cluster.ts";
import { loopbackCertificate } from "../support/certificate.ts";

let directory: string;
let file: string;
let status: number;
const identity = loopbackCertificate();
const server = createServer(identity, (_request, response) => {
  response.writeHead(status, { "content-type": "application/json" }).end("{}");
});

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "kubeconfig-"));
  file = join(directory, "config");
  status = 200;
  await new Promise<void>((settle) => server.listen(0, "127.0.0.1", settle));
});
afterEach(async () => {
  await new Promise((settle) => server.close(settle));
  await rm(directory, { recursive: true });
});

/** A kubeconfig with the contexts `one` and `two`, of which `one` is current. */
async function write(user: object = { token: "hidden-token" }): Promise<void> {
  const { port } = server.address() as AddressInfo;
  const cluster = {
    server: `https://127.0.0.1:${port}`,
    "certificate-authority-data": Buffer.from(identity.cert).toString("base64"),
  };
  const names = ["one", "two"];
  await writeFile(
    file,
    stringify({
      "current-context": "one",
      clusters: names.map((name) => ({ name, cluster })),
      users: names.map((name) => ({ name, user })),
      contexts: names.map((name) => ({
        name,
        context: { cluster: name, user: name, namespace: `in-${name}` },
      })),
    }),
  );
}

test("takes the current context, or another one, and nothing else of the file", async () => {
  await write();
  const { kubeconfig, oktaAddress } = await findUsersCluster(file, undefined, "127.0.0.1");
  expect(oktaAddress).toBe("127.0.0.1");
  expect(kubeconfig.getCurrentContext()).toBe("one");
  expect(kubeconfig.getContexts()).toMatchObject([{ name: "one", namespace: "in-one" }]);
  const other = await findUsersCluster(file, "two", "localhost");
  expect(other.kubeconfig.getClusters().map(({ name }) => name)).toEqual(["two"]);
});

test("files and credential plugins are found from the engine's folder and home, too", async () => {
  await write({
    "client-key": "keys/user.key",
    exec: { command: "login", apiVersion: "v1", env: [{ name: "A", value: "b" }] },
  });
  expect(readKubeconfig(file, undefined).getUsers()).toMatchObject([
    {
      keyFile: join(directory, "keys/user.key"),
      exec: {
        command: "login",
        env: [
          { name: "HOME", value: process.env.HOME },
          { name: "A", value: "b" },
        ],
      },
    },
  ]);
});

test.each([401, 500])("a cluster that answers %i is not used", async (answer) => {
  await write();
  status = answer;
  await expect(findUsersCluster(file, undefined, "127.0.0.1")).rejects.toMatchObject({
    code: "cluster-unreachable",
    exitCode: 1,
    message: expect.stringMatching(
      /^cluster one at https:\/\/127\.0\.0\.1:\d+ cannot be used: .*(401|500)/,
    ),
  });
});

test("a user who may not look at namespaces is let through", async () => {
  await write();
  status = 403;
  await expect(findUsersCluster(file, undefined, "127.0.0.1")).resolves.toBeDefined();
});

test("so is a cluster that does not answer", async () => {
  await writeFile(
    file,
    stringify({
      "current-context": "c",
      clusters: [{ name: "c", cluster: { server: "https://127.0.0.1:1" } }],
      users: [{ name: "u", user: {} }],
      contexts: [{ name: "c", context: { cluster: "c", user: "u" } }],
    }),
  );
  await expect(findUsersCluster(file, undefined, "127.0.0.1")).rejects.toMatchObject({
    code: "cluster-unreachable",
    message: expect.stringContaining("cluster c at https://127.0.0.1:1 cannot be used: "),
  });
});

test("a file that cannot be read is refused, and nothing of it is told", async () => {
  await expect(findUsersCluster(file, undefined, "127.0.0.1")).rejects.toMatchObject({
    code: "kubeconfig-unreadable",
    exitCode: 2,
    message: `--kubeconfig ${file} cannot be read: ENOENT.`,
  });
  await writeFile(file, "users: [{name: u, user: {token: hidden-token}\n");
  const error = await findUsersCluster(file, undefined, "127.0.0.1").catch((thrown) => thrown);
  expect(error).toMatchObject({ code: "kubeconfig-unreadable" });
  expect(String(error)).not.toContain("hidden");
});

test("an unknown context is refused with those that there are", async () => {
  await write();
  await expect(findUsersCluster(file, "three", "127.0.0.1")).rejects.toMatchObject({
    code: "context-unknown",
    exitCode: 2,
    message: expect.stringMatching(/ has no context "three" .* Its contexts: one, two\. Fix: /),
  });
});

test.each(["192.0.2.1", "0.0.0.0", "https://127.0.0.1", "no-such-host.invalid"])(
  "--okta-host %s is not this machine's",
  async (host) => {
    await write();
    await expect(findUsersCluster(file, undefined, host)).rejects.toMatchObject({
      code: "okta-host-unknown",
      exitCode: 2,
      message: expect.stringMatching(
        /^--okta-host .* is no address of this machine.*127\.0\.0\.1.* Fix: /,
      ),
    });
  },
);
