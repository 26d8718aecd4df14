import { randomBytes } from "node:crypto";
import { z } from "zod";
import { Neo4jOktaError } from "../../access/errors.ts";
import type { OktaCaller } from "../../okta-api/caller.ts";
import { createdAt, type Registry, secretMark } from "./registry.ts";

/** Okta holds no more of an app at once. */
const MAX_SECRETS = 2;

const secretsSchema = z.array(
  z.object({
    id: z.string(),
    status: z.string(),
    client_secret: z.string(),
    created: z.string().nullish(),
  }),
);

/** A client whose secrets these are. */
export interface SecretClient {
  account: string;
  appId: string;
  method: "client_secret_basic" | "client_secret_post";
}

/**
 * The client secrets of an app. They are chosen here and told by their hash, so that one whose answer was lost is
 * known again; Okta shows it, so that it is never lost itself.
 */
export function clientSecrets(
  okta: Pick<OktaCaller, "request">,
  { account, appId, method }: SecretClient,
): Registry {
  const path = `/api/v1/apps/${encodeURIComponent(appId)}/credentials/secrets`;
  const at = (id: string) => `${path}/${encodeURIComponent(id)}`;
  let known: z.infer<typeof secretsSchema> = [];
  return {
    kind: "client_secret",
    async list() {
      const parsed = secretsSchema.safeParse(await okta.request("GET", path));
      if (!parsed.success) throw unreadable(account);
      if (parsed.data.length === 0) throw noAnswer(account);
      known = parsed.data;
      return known.map(({ id, status, client_secret, created }) => ({
        id,
        isActive: status === "ACTIVE",
        mark: secretMark(client_secret),
        ...createdAt(created),
      }));
    },
    shown(id) {
      const found = known.find((secret) => secret.id === id);
      return found && { kind: method, clientSecret: found.client_secret };
    },
    async make() {
      // 384 bits in 64 characters, as long as those that Okta makes.
      const clientSecret = randomBytes(48).toString("base64url");
      const target = { mark: secretMark(clientSecret) };
      return { target, credential: { kind: method, clientSecret } };
    },
    async register(credential) {
      if (known.length >= MAX_SECRETS) throw noRoom(account);
      if ("clientSecret" in credential) {
        await okta.request("POST", path, { client_secret: credential.clientSecret });
      }
    },
    async activate(id) {
      await okta.request("POST", `${at(id)}/lifecycle/activate`);
    },
    async deactivate(id) {
      await okta.request("POST", `${at(id)}/lifecycle/deactivate`);
    },
    async remove(id) {
      await okta.request("DELETE", at(id));
    },
  };
}

function noRoom(account: string): Neo4jOktaError {
  return new Neo4jOktaError(
    "rotation-no-room",
    `${account} has ${MAX_SECRETS} client secrets at Okta, which holds no more, and a rotation needs a place. Fix: find out which one nothing uses, then deactivate and delete it (Admin Console, the app, Client Credentials).`,
  );
}

/** An app on a client secret always has one: to go by this would make one more than there is room for. */
function noAnswer(account: string): Neo4jOktaError {
  return new Neo4jOktaError(
    "rotation-okta",
    `Okta lists no client secret of ${account}, and an app on one always has one. Fix: run this again; where it stays so, look at the app in the Admin Console (Client Credentials).`,
  );
}

function unreadable(account: string): Neo4jOktaError {
  return new Neo4jOktaError(
    "rotation-okta",
    `Okta lists the client secrets of ${account} in another form than expected. Fix: give the rotator the permission okta.apps.clientCredentials.read on the app (npm run deployer).`,
  );
}
