import { expect, test } from "vitest";
import { textOf } from "../../rotation/destinations/text.ts";
import { type PublicJwk, publicKeys } from "../../rotation/registries/public-keys.ts";
import { PEM } from "../keygen/keys.ts";

test("a key that was kept as a JWK is declared as one in PEM is", async () => {
  const pem = { kind: "private_key_jwt", privateKey: PEM.pkcs8, kid: "former" } as const;
  const put: PublicJwk[] = [];
  const registry = publicKeys(
    {
      ...{ kind: "inline_key" as const, account: "etl", awaits: "deploy", refresh: "deploy" },
      taken: async () => [],
      declared: async () => [],
      put: async (key: PublicJwk) => void put.push(key),
      take: async () => {},
    },
    { parked: () => [], park: async () => {}, going: () => [] },
  );
  await registry.register(pem);
  await registry.register({ ...pem, privateKey: textOf(pem) });
  expect(put).toHaveLength(2);
  expect(put[1]).toEqual(put[0]);
  expect(JSON.stringify(put)).not.toContain('"d"');
});
