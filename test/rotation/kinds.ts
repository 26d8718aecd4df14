import { clientSecrets } from "../../rotation/registries/client-secrets.ts";
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

/** Every kind. */
export const KINDS: [string, Kind][] = [["a client secret", CLIENT_SECRET]];
