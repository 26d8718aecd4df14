import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import {
  checkClusterConfiguration,
  readClusterConfiguration,
} from "../../../plugins/kubernetes/configuration.ts";
import { Secret } from "../../../plugins/protocol/values.ts";
import { kubeconfigFor } from "./kubeconfig.ts";

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "neo4j-okta-kubeconfig-"));
});
afterAll(() => rm(directory, { recursive: true, force: true }));

const text = kubeconfigFor("https://127.0.0.1:6443", "of-context");

describe("reads", () => {
  test("a kubeconfig's text, as a secret", () => {
    const { kubeconfig, namespace, secretsAreMutable } = readClusterConfiguration({
      kubeconfig: new Secret(text),
    });
    expect(kubeconfig.getCurrentCluster()?.server).toBe("https://127.0.0.1:6443");
    expect([namespace, secretsAreMutable]).toEqual(["of-context", false]);
  });

  test("a kubeconfig's path", async () => {
    const path = join(directory, "config");
    await writeFile(path, text);
    expect(readClusterConfiguration({ kubeconfig: path }).kubeconfig.getCurrentContext()).toBe(
      "one",
    );
  });

  test("context, namespace and whether Secrets are mutable", () => {
    expect(readClusterConfiguration({ kubeconfig: text, context: "two" }).namespace).toBe("second");
    const given = readClusterConfiguration({
      kubeconfig: text,
      namespace: "given",
      enableSecretMutable: "true",
    });
    expect(given).toMatchObject({ namespace: "given", secretsAreMutable: true });
    for (const enableSecretMutable of [true, new Secret(true)]) {
      expect(readClusterConfiguration({ kubeconfig: text, enableSecretMutable })).toMatchObject({
        secretsAreMutable: true,
      });
    }
    for (const enableSecretMutable of [false, "false", ""]) {
      expect(readClusterConfiguration({ kubeconfig: text, enableSecretMutable })).toMatchObject({
        secretsAreMutable: false,
      });
    }
  });

  test("an empty setting is none", () => {
    const { kubeconfig, namespace } = readClusterConfiguration({
      kubeconfig: kubeconfigFor("https://127.0.0.1:6443"),
      context: "",
      namespace: "",
    });
    expect(kubeconfig.getCurrentContext()).toBe("one");
    expect(namespace).toBe("default");
  });

  test("KUBECONFIG where the configuration is silent, and YAML as well as JSON", async () => {
    const path = join(directory, "from-variable");
    await writeFile(path, text);
    vi.stubEnv("KUBECONFIG", path);
    expect(readClusterConfiguration({}).namespace).toBe("of-context");
    vi.unstubAllEnvs();
    const yaml =
      "apiVersion: v1\nkind: Config\ncurrent-context: c\nclusters: [{name: k, cluster: {server: 'https://h'}}]\ncontexts: [{name: c, context: {cluster: k, user: u}}]\nusers: [{name: u, user: {}}]\n";
    const { kubeconfig } = readClusterConfiguration({ kubeconfig: yaml });
    expect(kubeconfig.getCurrentCluster()?.server).toBe("https://h");
  });
});

describe("refuses, without showing the kubeconfig", () => {
  test.each([
    [{ kubeconfig: "/no/such/file" }, 'kubernetes:kubeconfig: there is no file "/no/such/file"'],
    [
      { kubeconfig: "{ token: hidden" },
      "kubernetes:kubeconfig is neither a readable kubeconfig nor the path of one",
    ],
    [{ kubeconfig: "{}" }, /kubernetes:kubeconfig (names no cluster|is neither)/],
    [{ kubeconfig: text, context: "three" }, 'kubernetes:context "three" is not in the kubeconfig'],
  ])("%o", (inputs, message) => {
    expect(() => readClusterConfiguration(inputs)).toThrow(message);
  });

  test("settings that change nothing here, and the engine's own, are taken", () => {
    const taken = {
      enableServerSideApply: true,
      kubeClientSettings: {},
      __internal: {},
      version: "4",
    };
    expect(checkClusterConfiguration({ ...taken, renderYamlToDirectory: undefined })).toEqual([]);
  });

  test("settings that it would not follow", () => {
    const failures = checkClusterConfiguration({
      kubeconfig: text,
      renderYamlToDirectory: "out",
      version: "4",
    });
    expect(failures).toEqual([
      {
        property: "renderYamlToDirectory",
        reason:
          `the sandbox's stand-in for the kubernetes plugin does not follow "renderYamlToDirectory"; ` +
          "it follows context, enableSecretMutable, kubeconfig, namespace",
      },
    ]);
  });
});
