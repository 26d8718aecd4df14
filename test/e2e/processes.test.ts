import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { KubeConfig } from "@kubernetes/client-node";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Rehearsal, startRehearsal } from "../support/rehearsal.ts";
import { validSettings } from "../support/settings.ts";

let rehearsal: Rehearsal;

beforeAll(async () => {
  rehearsal = await startRehearsal();
});

afterAll(() => rehearsal?.stop());

/** Command line and variables of every process below this one. */
async function children(): Promise<Map<string, string>> {
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  const parents = new Map(
    await Promise.all(
      pids.map(async (pid) => {
        const stat = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => "");
        return [pid, stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1] ?? ""] as const;
      }),
    ),
  );
  const isOurs = (pid: string): boolean => {
    const parent = parents.get(pid);
    return parent === String(process.pid) || (parent !== undefined && isOurs(parent));
  };
  const read = (pid: string, name: string) =>
    readFile(`/proc/${pid}/${name}`, "utf8").catch(() => "");
  const found = pids.filter(isOurs).map(async (pid): Promise<[string, string]> => {
    const command = (await read(pid, "cmdline")).replaceAll("\0", " ");
    return [command, `${command}\n${await read(pid, "environ")}`];
  });
  return new Map(await Promise.all(found));
}

// But for PULUMI_CONFIG, in which the engine itself hands the stack's configuration to plugins; of a
// process's variables, other users see nothing.
test.runIf(process.platform === "linux")(
  "no child's command line or variables hold a secret of the run",
  async () => {
    const seen = new Map<string, string>();
    let isRunning = true;
    const watching = (async () => {
      while (isRunning) {
        for (const [command, text] of await children()) seen.set(command, text);
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    })();
    await rehearsal.apply(validSettings());
    isRunning = false;
    await watching;

    const { credentials, breakGlass } = (await rehearsal.engine.outputs()) as {
      credentials: Record<string, { clientSecret: string }>;
      breakGlass: { password: string };
    };
    const config = new KubeConfig();
    config.loadFromString(rehearsal.world.kubeconfig);
    const { keyData = "", token = "" } = config.getCurrentUser() ?? {};
    const secrets = [
      ...Object.values(credentials).map(({ clientSecret }) => clientSecret),
      breakGlass.password,
      rehearsal.world.okta.accessToken,
      keyData || token,
      await readFile(join(rehearsal.directory, "passphrase"), "utf8"),
    ];
    expect(secrets.filter((secret) => secret.length < 16)).toEqual([]);
    const commands = [...seen.keys()].join("\n");
    for (const name of [
      "pulumi",
      "etcd",
      "kube-apiserver",
      "helm",
      "plugins/main.ts okta",
      "neo4j/main.ts",
    ]) {
      expect(commands).toContain(name);
    }
    for (const [command, text] of seen) {
      for (const secret of secrets) {
        for (const form of [
          secret,
          Buffer.from(secret).toString("base64"),
          encodeURIComponent(secret),
        ]) {
          const holders = text
            .split(/[\n\0]/)
            .filter((part) => part.includes(form) && !part.startsWith("PULUMI_CONFIG="));
          expect(
            holders.map((part) => part.split("=", 1)[0]),
            command,
          ).toEqual([]);
        }
      }
    }
  },
);
