import { readFile, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { Readable } from "node:stream";
import {
  type Harness,
  type HarnessStack,
  loadProgram,
  startHarness,
} from "@neo4j-okta/sandbox/harness";
import { calculateJwkThumbprint, exportJWK, exportPKCS8, generateKeyPair } from "jose";
import { IDENTITIES, type Identity, type Plan } from "../../access/okta-rights/plan.ts";
import { main as deployer } from "../../deployer/main.ts";
import { main as drift } from "../../drift/main.ts";
import { main as verify } from "../../verify/main.ts";
import { captured, type Run } from "./captured.ts";

const ROOT = resolve(import.meta.dirname, "../..");

interface Key {
  privateKey: string;
  jwk: { kty?: string; n?: string; e?: string; kid: string };
}

/** A stack `prod`, the stack of its identities, and whoever runs the two: a person, or one of the identities. */
export class Bootstrapped {
  readonly harness: Harness;
  readonly stack: HarnessStack;
  readonly boot: HarnessStack;
  /** Everything that the engine printed. */
  readonly printed: readonly string[];
  readonly keys: ReadonlyMap<Identity, Key>;
  /** What the identities have been declared with. */
  plan: Plan = { version: 1, stack: "prod", identities: {} };

  private constructor(
    parts: Pick<Bootstrapped, "harness" | "stack" | "boot" | "printed" | "keys">,
  ) {
    this.harness = parts.harness;
    this.stack = parts.stack;
    this.boot = parts.boot;
    this.printed = parts.printed;
    this.keys = parts.keys;
  }

  static async start(): Promise<Bootstrapped> {
    const printed: string[] = [];
    const keep = (text = "") => void printed.push(text);
    const report = { step: keep, heading: keep, output: keep, line: keep };
    const harness = await startHarness({ program: await loadProgram(ROOT), report });
    const program = await loadProgram(join(ROOT, "bootstrap"));
    return new Bootstrapped({
      harness,
      printed,
      stack: await harness.openStack({ name: "prod" }),
      boot: await harness.openStack({ name: "prod", program }),
      keys: new Map(
        await Promise.all(IDENTITIES.map(async (one) => [one, await newKey()] as const)),
      ),
    });
  }

  async stop(): Promise<void> {
    await this.stack.undo({ orgIsGone: true });
    await this.harness.stop();
  }

  /** The session of the administrator who begins. */
  asPerson(): Record<string, string> {
    return { OKTA_API_TOKEN: this.harness.world.okta.apiToken };
  }

  /** The environment of a pipeline's job that is one of the identities. */
  as(identity: Identity): Record<string, string> {
    const { privateKey = "", jwk } = this.keys.get(identity) ?? {};
    return {
      OKTA_API_CLIENT_ID: `prod-${identity}`,
      OKTA_API_PRIVATE_KEY: privateKey,
      OKTA_API_PRIVATE_KEY_ID: jwk?.kid ?? "",
      OKTA_API_SCOPES: this.plan.identities[identity]?.scopes.join(",") ?? "",
    };
  }

  /** With the org that our own commands ask. */
  toOkta(credential: Record<string, string>): Record<string, string> {
    return { OKTA_ORG_URL: this.harness.world.okta.url, ...credential };
  }

  /** As `npm run deployer -- --output FILE`. */
  async computed(): Promise<Plan> {
    const file = join(this.harness.directory, "plan.json");
    const preview = await this.stack.engine.previewJson();
    const { status, err } = await captured((streams) =>
      deployer(["--preview", "-", "--output", file], {
        ...streams,
        input: Readable.from([preview]),
      }),
    );
    if (status !== 0) throw new Error(`deployer ended with ${status}: ${err}`);
    return JSON.parse(await readFile(file, "utf8"));
  }

  /** As `npm run bootstrap -- up`, by the person. */
  async declare(plan: Plan): Promise<void> {
    this.plan = plan;
    const names = IDENTITIES.filter((identity) => plan.identities[identity] !== undefined);
    const file = join(this.harness.directory, `plan-of-${names.length}.json`);
    await writeFile(file, JSON.stringify(plan));
    const keys = names.map((name) => [name, { jwks: [this.keys.get(name)?.jwk] }]);
    const config = {
      orgUrl: this.harness.world.okta.url,
      plan: file,
      keys: Object.fromEntries(keys),
    };
    await this.boot.configure(config, this.asPerson());
    await this.boot.engine.up();
  }

  /** As `npm run drift`. */
  async drift(environment: Record<string, string>): Promise<Run> {
    const state = await this.stack.engine.command(["stack", "export"]);
    return captured((streams) =>
      drift(["--state", "-"], { ...streams, input: Readable.from([state]), environment }),
    );
  }

  /** As `npm run verify -- --okta-api`. */
  async verify(environment: Record<string, string>, ...options: string[]): Promise<Run> {
    const contract = join(this.harness.directory, "outputs.json");
    await writeFile(contract, JSON.stringify(await this.stack.engine.outputs()));
    const at = async (port: number) => {
      const { reach } = this.harness.world;
      const { host, port: here } = await reach.endpoint("neo4j", "neo4j", port);
      return `${host}:${here}`;
    };
    const uris = [
      "--bolt-uri",
      `bolt://${await at(7687)}`,
      "--http-uri",
      `http://${await at(7474)}`,
    ];
    const argv = ["--contract", contract, ...uris, "--okta-api", ...options];
    return captured((streams) => verify(argv, { ...streams, environment }));
  }
}

async function newKey(): Promise<Key> {
  const pair = await generateKeyPair("RS256", { extractable: true });
  const { kty, n, e } = await exportJWK(pair.publicKey);
  const kid = await calculateJwkThumbprint({ kty: "RSA", n: n ?? "", e: e ?? "" });
  return {
    privateKey: await exportPKCS8(pair.privateKey),
    jwk: { ...{ kty, n, e }, kid } as Key["jwk"],
  };
}
