import { mkdir, mkdtemp, rename, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findApp } from "@neo4j-okta/sandbox/okta";
import { exportJWK, exportPKCS8, generateKeyPair } from "jose";
import { manage } from "../declared-org.ts";
import type { World } from "../world.ts";

/** What a service proves itself with: the keys of its Secret, and what nobody may read in its output. */
interface Delivered {
  keys: Record<string, string>;
  secrets: string[];
  /** Of the secret or key at Okta. */
  id: string;
}

/** The Secret of one account as kubelet mounts it: a folder whose files all change at once. */
export class DeliveredFolder {
  readonly path: string;
  /** Of all versions so far. */
  readonly secrets: string[] = [];
  readonly #world: World;
  readonly #account: string;
  readonly #kind: "secret" | "key";
  #version = 0;
  #delivered: Delivered | undefined;

  private constructor(path: string, world: World, account: string, kind: "secret" | "key") {
    this.path = path;
    this.#world = world;
    this.#account = account;
    this.#kind = kind;
  }

  static async create(
    world: World,
    account: string,
    kind: "secret" | "key",
  ): Promise<DeliveredFolder> {
    const path = await mkdtemp(join(tmpdir(), `credentials-${account}-`));
    const folder = new DeliveredFolder(path, world, account, kind);
    await folder.#renew();
    const names = Object.keys({ ...folder.#shared(), ...folder.#delivered?.keys });
    for (const name of names) await symlink(join("..data", name), join(path, name));
    return folder;
  }

  /** Adds a second secret or key at Okta and delivers it. @returns what removes the one before */
  async rotate(): Promise<() => Promise<void>> {
    const before = this.#delivered;
    await this.#renew();
    return async () => {
      const at = `${this.#credentials()}/${before?.id}`;
      await manage(this.#world.okta, "POST", `${at}/lifecycle/deactivate`);
      await manage(this.#world.okta, "DELETE", at);
    };
  }

  /** Delivers a secret that is not the app's. @returns it */
  async spoil(): Promise<string> {
    const wrong = `wrong-${this.#account}-of-nobody`;
    await this.#deliver({ OKTA_OAUTH2_CLIENT_SECRET: wrong });
    return wrong;
  }

  async remove(): Promise<void> {
    await rm(this.path, { recursive: true, force: true });
  }

  async #renew(): Promise<void> {
    const delivered = await (this.#kind === "key" ? this.#newKey() : this.#newSecret());
    this.#delivered = delivered;
    this.secrets.push(...delivered.secrets);
    await this.#deliver(delivered.keys);
  }

  async #deliver(keys: Record<string, string>): Promise<void> {
    const version = `..version-${this.#version++}`;
    await mkdir(join(this.path, version), { mode: 0o700 });
    for (const [name, value] of Object.entries({ ...this.#shared(), ...keys })) {
      await writeFile(join(this.path, version, name), value, { mode: 0o600 });
    }
    await symlink(version, join(this.path, "..data_tmp"));
    await rename(join(this.path, "..data_tmp"), join(this.path, "..data"));
  }

  async #newSecret(): Promise<Delivered> {
    const first = this.#world.secrets[this.#account] ?? "";
    if (this.#delivered === undefined) {
      const [{ id }] = await manage(this.#world.okta, "GET", this.#credentials());
      return { id, secrets: [first], keys: { OKTA_OAUTH2_CLIENT_SECRET: first } };
    }
    const added = await manage(this.#world.okta, "POST", this.#credentials(), {});
    const secret: string = added.client_secret;
    return { id: added.id, secrets: [secret], keys: { OKTA_OAUTH2_CLIENT_SECRET: secret } };
  }

  async #newKey(): Promise<Delivered> {
    const { publicKey, privateKey } = await generateKeyPair("RS256", { extractable: true });
    const kid = `key-${this.#version}`;
    const jwk = { ...(await exportJWK(publicKey)), kid, alg: "RS256", use: "sig" };
    const { id } = await manage(this.#world.okta, "POST", this.#credentials(), jwk);
    const pem = await exportPKCS8(privateKey);
    return {
      id,
      secrets: pem.split("\n").filter((line) => line !== "" && !line.startsWith("-----")),
      keys: {
        OKTA_OAUTH2_TOKEN_ENDPOINT_AUTH_METHOD: "private_key_jwt",
        OKTA_OAUTH2_PRIVATE_KEY: pem,
        OKTA_OAUTH2_PRIVATE_KEY_ID: kid,
        // Left in a Secret that has moved from a secret to a key.
        OKTA_OAUTH2_CLIENT_SECRET: "of-before-the-key",
      },
    };
  }

  #credentials(): string {
    const app = findApp(this.#world.okta.org, this.#account);
    return `/api/v1/apps/${app?.id}/credentials/${this.#kind === "key" ? "jwks" : "secrets"}`;
  }

  #shared(): Record<string, string> {
    const { issuer, tokenEndpoint, scope, audience, neo4j } = this.#world.contract;
    return {
      OKTA_OAUTH2_ISSUER: issuer,
      OKTA_OAUTH2_TOKEN_ENDPOINT: tokenEndpoint,
      OKTA_OAUTH2_CLIENT_ID: this.#account,
      OKTA_OAUTH2_SCOPES: scope,
      OKTA_OAUTH2_AUDIENCE: audience,
      NEO4J_URI: neo4j.boltUri,
    };
  }
}
