import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { V1Container } from "@kubernetes/client-node";
import { afterEach, beforeEach, expect, test } from "vitest";
import { prepareContainer } from "../../../kubernetes/node/container-files.ts";
import { objects, pod } from "./objects.ts";

const CERTIFICATE = "-----BEGIN CERTIFICATE-----\nMA==\n-----END CERTIFICATE-----";
const IMPORT =
  "keytool -importcert -noprompt -file /ca/a.crt -keystore /trust/cacerts -storepass x";

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "trust-test-"));
});
afterEach(() => rm(directory, { recursive: true }));

/** The Pod's trust store after an init container with this script, as its server sees it. */
async function storeAfter(script: string, init: Partial<V1Container> = {}): Promise<string> {
  const environment = await prepareContainer({
    directory,
    source: objects({
      configMaps: { ca: { "a.crt": CERTIFICATE, "readme.txt": "no certificate" } },
    }),
    container: { name: "neo4j", volumeMounts: [{ name: "store", mountPath: "/trust" }] },
    pod: pod({
      volumes: [
        { name: "ca", configMap: { name: "ca" } },
        { name: "store", emptyDir: {} },
      ],
      initContainers: [
        {
          name: "import",
          command: ["bash", "-c", script],
          volumeMounts: [
            { name: "ca", mountPath: "/ca" },
            { name: "store", mountPath: "/trust" },
          ],
          ...init,
        },
      ],
    }),
  });
  return readFile(join(environment.SANDBOX_ROOT ?? "", "/trust/cacerts"), "utf8");
}

test("an init container's import puts its certificates into the trust store that it shares", async () => {
  expect(await storeAfter(`cp /java/cacerts /trust/cacerts\n${IMPORT}`)).toBe(`${CERTIFICATE}\n`);
  // Once more, as at the restart of a container: nothing is there twice.
  expect(await storeAfter(IMPORT)).toBe(`${CERTIFICATE}\n`);
});

test.each([
  ["imports nothing", "cp /ca/a.crt /trust/cacerts", {}],
  ["imports to no volume of its own", IMPORT.replace("/trust/", "/trusted/"), {}],
  ["imports into what it cannot write", IMPORT.replace("/trust/", "/ca/"), {}],
  ["does not mount the store", IMPORT, { volumeMounts: [{ name: "ca", mountPath: "/ca" }] }],
])("one that %s changes nothing", async (_what, script, init) => {
  await expect(storeAfter(script, init)).rejects.toMatchObject({ code: "ENOENT" });
});

test("a script cannot keep the node busy", async () => {
  const started = performance.now();
  await expect(storeAfter("keytool ".repeat(60_000))).rejects.toMatchObject({ code: "ENOENT" });
  expect(performance.now() - started).toBeLessThan(2_000);
});
