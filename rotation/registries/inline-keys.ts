import { z } from "zod";
import { Neo4jOktaError } from "../../access/errors.ts";
import type { Path } from "../../access/finding.ts";
import { valueAt } from "../../access/tree.ts";
import { edited, indexOf, readAccounts, writeStackFile } from "../../account/stack-edit.ts";
import type { OktaCaller } from "../../okta-api/caller.ts";
import type { KeyPlace, PublicJwk } from "./public-keys.ts";

const appSchema = z.object({
  settings: z.object({
    oauthClient: z.object({
      jwks: z.object({ keys: z.array(z.looseObject({ kid: z.string() })) }).nullish(),
    }),
  }),
});

/** Whose keys, and which file declares them. */
export interface Declared {
  account: string;
  appId: string;
  stack: string;
  project: string;
}

/** Public keys in the stack's file: a deployment takes them to Okta, and nothing else does. */
export function inlineKeys(
  okta: Pick<OktaCaller, "request">,
  { account, appId, stack, project }: Declared,
): KeyPlace {
  const at: Path = ["credential", "privateKeyJwt", "jwks"];
  const read = async () => {
    const found = await readAccounts({ stack, project });
    const index = indexOf(account, found);
    return { found, index, keys: (valueAt(found.accounts[index], at) ?? []) as PublicJwk[] };
  };
  const edit = async (change: (keys: readonly PublicJwk[]) => readonly PublicJwk[]) => {
    const { found, index, keys } = await read();
    const changed = change(keys);
    if (changed === keys) return;
    const text = edited(found, stack, { at: [index, ...at], value: changed });
    await writeStackFile(project, found.file.name, text);
  };
  const isThere = (keys: readonly PublicJwk[], kid: string) => keys.some((key) => key.kid === kid);
  return {
    ...{ kind: "inline_key", account },
    awaits: `deploy Pulumi.${stack}.yaml as it is now, then run this again`,
    refresh: `get the Pulumi.${stack}.yaml that was deployed last`,
    async taken() {
      const app = appSchema.safeParse(
        await okta.request("GET", `/api/v1/apps/${encodeURIComponent(appId)}`),
      );
      if (app.success) return app.data.settings.oauthClient.jwks?.keys ?? [];
      throw new Neo4jOktaError(
        "rotation-okta",
        `Okta shows the public keys of ${account} in another form than expected. Fix: give each key a kid, and pulumi up.`,
      );
    },
    declared: async () => (await read()).keys.map(({ kid }) => kid),
    put: ({ kty, kid, n, e }) =>
      edit((keys) => (isThere(keys, kid) ? keys : [...keys, { kty, kid, n, e }])),
    take: (kid) =>
      edit((keys) => (isThere(keys, kid) ? keys.filter((key) => key.kid !== kid) : keys)),
  };
}
