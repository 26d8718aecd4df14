import { createPublicKey, generateKeyPairSync } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import { clientSecrets } from "../../rotation/registries/client-secrets.ts";
import { inlineKeys } from "../../rotation/registries/inline-keys.ts";
import { jwksDocument } from "../../rotation/registries/jwks-document.ts";
import { publicKeys } from "../../rotation/registries/public-keys.ts";
import { parkingOf } from "../../rotation/registries/registry-of.ts";
import type { Credential } from "../../tokens/credential.ts";
import { appBody, manage } from "../support/declared-org.ts";
import type { Kind } from "./world.ts";

const NAME = "etl-loader";
const GROUPS = ["neo4j_reader"];

/** An account on a client secret that the stack does not have. */
export const CLIENT_SECRET: Kind = {
  account: { name: NAME, groups: GROUPS },
  keepsSecrets: false,
  registry: ({ appId }, okta) =>
    clientSecrets(okta, { account: NAME, appId, method: "client_secret_basic" }),
  first: async (_world, clientSecret = "") => ({ kind: "client_secret_basic", clientSecret }),
};

const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
const FIRST: Credential = {
  kind: "private_key_jwt",
  privateKey: privateKey.export({ format: "pem", type: "pkcs8" }).toString(),
  kid: "first",
};
const FIRST_PUBLIC = { ...createPublicKey(privateKey).export({ format: "jwk" }), kid: "first" };

/** An account whose keys the stack's file has; others deploy it between runs. */
function inlineKey(): Kind {
  const project = mkdtempSync(join(tmpdir(), "rotation-stack-"));
  const file = join(project, "Pulumi.test.yaml");
  const account = {
    name: NAME,
    groups: GROUPS,
    credential: { privateKeyJwt: { jwks: [FIRST_PUBLIC] } },
  };
  writeFileSync(file, stringify({ config: { "neo4j-okta:accounts": [account] } }));
  const declared = () =>
    parse(readFileSync(file, "utf8")).config["neo4j-okta:accounts"][0].credential.privateKeyJwt;
  const own = { name: NAME, groups: GROUPS, credential: "private_key_jwt" } as const;
  return {
    account: { ...own, jwks: { keys: [FIRST_PUBLIC] } },
    keepsSecrets: true,
    file,
    registry: ({ appId }, okta, held) =>
      publicKeys(
        inlineKeys(okta, { account: NAME, appId, stack: "test", project }),
        parkingOf(held),
      ),
    first: async () => FIRST,
    async between({ okta, appId }) {
      const body = appBody({ ...own, jwks: { keys: declared().jwks } });
      await manage(okta, "PUT", `/api/v1/apps/${appId}`, body);
    },
    save() {
      const text = readFileSync(file);
      return () => writeFileSync(file, text);
    },
    stop: async () => rmSync(project, { recursive: true }),
  };
}

/** An account whose keys are served as a document; others publish it between runs. */
function servedKey(): Kind {
  const folder = mkdtempSync(join(tmpdir(), "rotation-jwks-"));
  const file = join(folder, "etl.json");
  let served = JSON.stringify({ keys: [FIRST_PUBLIC] });
  writeFileSync(file, served);
  const server = createServer((_request, response) => void response.end(served));
  const address = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}/etl.json`;
  const own = { name: NAME, groups: GROUPS, credential: "private_key_jwt" } as const;
  return {
    account: { ...own, jwks: { keys: [FIRST_PUBLIC] } },
    keepsSecrets: true,
    file,
    registry: (_world, _okta, held) =>
      publicKeys(jwksDocument({ account: NAME, file, uri: address() }, fetch), parkingOf(held)),
    async first({ okta, appId }) {
      await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
      const body = appBody(own, { jwks_uri: address() });
      await manage(okta, "PUT", `/api/v1/apps/${appId}`, body);
      return FIRST;
    },
    async between() {
      served = readFileSync(file, "utf8");
    },
    save() {
      const [text, before] = [readFileSync(file), served];
      return () => {
        writeFileSync(file, text);
        served = before;
      };
    },
    async stop() {
      server.close();
      rmSync(folder, { recursive: true });
    },
  };
}

/** Every kind, anew for each world. */
export const KINDS: [string, () => Kind][] = [
  ["a client secret", () => CLIENT_SECRET],
  ["an inline key", inlineKey],
  ["a JWKS document", servedKey],
];
