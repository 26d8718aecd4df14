import { equal } from "../../bridged/diff.ts";
import type { BridgedOperations } from "../../bridged/resource.ts";
import { inputsOf } from "../../bridged/schema.ts";
import type { JsonObject, Properties } from "../../protocol/values.ts";
import type { OktaClient, Wait } from "../client.ts";
import { at, flagOf, textOf } from "../document.ts";
import { during } from "../error.ts";
import { attachPolicy, policyOf } from "./authentication-policy.ts";
import { lifecycleStep } from "./collection.ts";
import { oauthAppBody } from "./oauth-app-body.ts";
import { refuseOauthApp } from "./oauth-app-rules.ts";
import { OAUTH_APP, OAUTH_APP_META } from "./oauth-app-schema.ts";
import { oauthAppValues } from "./oauth-app-state.ts";

/** The first pause of a delete that is tried again, in milliseconds, and how each grows on the one before. */
const FIRST_PAUSE = 500;
const PAUSE_GROWTH = 1.5;
/** No further try once the pauses have taken longer than this, in milliseconds: 9 tries, and 10. */
const DEACTIVATE_LIMIT = 20_000;
const DELETE_LIMIT = 30_000;

/** `okta:app/oAuth:OAuth`: an OIDC client. */
export function oauthApp(okta: () => OktaClient, pause: Wait): BridgedOperations {
  const read = async (id: string, known: Properties): Promise<Properties> => {
    // Unlike its siblings, the official plugin does not take a 404 for "gone" here.
    const app = await during("get OAuth application", () =>
      okta().request("sdk", "GET", `/api/v1/apps/${id}`),
    );
    const values: Properties = { ...known, ...oauthAppValues(app) };
    values.authenticationPolicy = await policyOf(okta(), app, known);
    if (okta().usesApiToken) await readGroupsClaim(okta(), id);
    return values;
  };

  const lifecycle = (id: string, step: "activate" | "deactivate"): Promise<JsonObject> =>
    okta().request("supplement", "POST", `/api/v1/apps/${id}/lifecycle/${step}`);

  return {
    schema: OAUTH_APP,
    meta: OAUTH_APP_META,
    parseImportId: (importId) => ({ id: importId.split("/", 1)[0] ?? importId, values: {} }),

    async create(planned) {
      const app = await during("create OAuth application", async () => {
        refuseOauthApp(planned);
        const path = `/api/v1/apps?activate=${planned.status === "ACTIVE"}`;
        return okta().request("sdk", "POST", path, oauthAppBody(planned, true));
      });
      const id = textOf(app, "id");
      const values = { ...planned, ...secretOf(app, planned) };
      return {
        id,
        values,
        async complete() {
          if (okta().usesApiToken) await writeGroupsClaim(okta(), id, planned);
          if (planned.type !== "service") await attachPolicy(okta(), id, planned);
          return read(id, values);
        },
      };
    },

    read,

    async update(id, values, old) {
      const planned: Properties = { ...values, clientSecret: old.clientSecret };
      const changed = changedNames(values, old);
      if (changed.includes("status")) {
        const step = lifecycleStep(planned);
        await during(`${step} OAuth application`, () => lifecycle(id, step));
        if (changed.length === 1) return { ...old, status: values.status };
      }
      return during("update OAuth application", async () => {
        refuseOauthApp(planned);
        const body = oauthAppBody(planned, false);
        const app = await okta().request("sdk", "PUT", `/api/v1/apps/${id}`, body);
        await attachPolicy(okta(), id, planned);
        return read(id, { ...values, ...secretOf(app, planned) });
      });
    },

    async delete(id, old) {
      await during("delete OAuth application", async () => {
        if (old.status === "ACTIVE") {
          await retried(pause, DEACTIVATE_LIMIT, () => lifecycle(id, "deactivate"));
        }
        await retried(pause, DELETE_LIMIT, () =>
          okta().request("supplement", "DELETE", `/api/v1/apps/${id}`),
        );
      });
    },
  };
}

/** Inputs whose planned value differs from the stored one. */
function changedNames(planned: Properties, old: Properties): string[] {
  return inputsOf(OAUTH_APP)
    .filter(([name, property]) => !equal(property, old[name], planned[name]))
    .map(([name]) => name);
}

/** Okta returns the secret of a client when it is written, never when it is read. */
function secretOf(app: JsonObject, planned: Properties): Properties {
  if (flagOf(planned, "omitSecret")) return { clientSecret: "" };
  const secret = textOf(at(app, "credentials", "oauthClient"), "client_secret");
  return { clientSecret: secret === "" ? (planned.clientSecret ?? null) : secret };
}

async function writeGroupsClaim(okta: OktaClient, id: string, planned: Properties): Promise<void> {
  await okta.request("supplement", "POST", `/api/v1/internal/apps/${id}/settings/oauth/idToken`, {
    issuerMode: textOf(planned, "issuerMode"),
  });
}

async function readGroupsClaim(okta: OktaClient, id: string): Promise<void> {
  // The official plugin takes any failure for "no groups claim".
  await okta
    .request("supplement", "GET", `/api/v1/internal/apps/${id}/settings/oauth/idToken`)
    .catch(() => undefined);
}

/**
 * Okta is not always done with a change when it answers, so the official plugin tries again after any failure,
 * also when the app is gone: its state and Okta then disagree until the app is taken out of the state.
 */
async function retried(pause: Wait, limit: number, call: () => Promise<unknown>): Promise<void> {
  let paused = 0;
  for (let next = FIRST_PAUSE; ; next *= PAUSE_GROWTH) {
    try {
      await call();
      return;
    } catch (error) {
      if (paused > limit) throw error;
      await pause(next);
      paused += next;
    }
  }
}
