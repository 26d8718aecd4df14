import type { JsonObject, Properties } from "../../protocol/values.ts";
import type { OktaClient } from "../client.ts";
import { at, flagOf, objectsOf, textOf } from "../document.ts";

const identityEngine = new WeakMap<OktaClient, Promise<boolean>>();

/**
 * The authentication policy of an app, as the official plugin reads it: from the app's links, in an
 * org on the Identity Engine, unless the program skips it.
 */
export async function policyOf(
  okta: OktaClient,
  app: JsonObject,
  known: Properties,
): Promise<string> {
  if (flagOf(known, "skipAuthenticationPolicy")) return textOf(known, "authenticationPolicy");
  if (!(await isIdentityEngine(okta))) return "";
  const href = textOf(at(app, "_links", "accessPolicy"), "href");
  return href.split("/").at(-1) ?? "";
}

/** Attaches the planned authentication policy, or the org's default one, unless it is skipped. */
export async function attachPolicy(
  okta: OktaClient,
  id: string,
  planned: Properties,
): Promise<void> {
  if (flagOf(planned, "skipAuthenticationPolicy")) return;
  if (!(await isIdentityEngine(okta))) return;
  const policy = textOf(planned, "authenticationPolicy") || (await defaultPolicy(okta));
  await okta.request("supplement", "PUT", `/api/v1/apps/${id}/policies/${policy}`);
}

async function defaultPolicy(okta: OktaClient): Promise<string> {
  const answer = await okta.request("supplement", "GET", "/api/v1/policies?type=ACCESS_POLICY");
  const systems = objectsOf(answer, "items").filter((policy) => policy.system === true);
  const [found] = systems;
  if (found === undefined || systems.length > 1) {
    throw new Error(`expected one default access policy in the org, found ${systems.length}`);
  }
  return textOf(found, "id");
}

/** Asked once for each client; a failed answer counts as yes and is asked again the next time. */
function isIdentityEngine(okta: OktaClient): Promise<boolean> {
  let asked = identityEngine.get(okta);
  if (asked === undefined) {
    asked = okta.request("sdk", "GET", "/.well-known/okta-organization").then(
      (organization) => organization.pipeline !== "v1",
      () => {
        identityEngine.delete(okta);
        return true;
      },
    );
    identityEngine.set(okta, asked);
  }
  return asked;
}
