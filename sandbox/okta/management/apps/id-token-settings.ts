import { z } from "zod";
import { parseBody } from "../../http/body.ts";
import { type Call, routes } from "../../http/route.ts";
import { appOf } from "../find.ts";

const PATH = "/api/v1/internal/apps/:appId/settings/oauth/idToken";

/** What the provider's older SDK sends; the org issues ID tokens in one way only. */
const settingsSchema = z.strictObject({
  issuerMode: z.enum(["ORG_URL", "CUSTOM_URL", "DYNAMIC"]).optional(),
  groupsClaim: z.unknown().optional(),
});

/** The private endpoint that the Okta provider calls for an app's groups claim when it holds an SSWS token. */
export const idTokenSettingsRoutes = routes("okta.apps", [
  ["GET", PATH, "Read the ID token settings of an app", read],
  ["POST", PATH, "Set the ID token settings of an app", write],
]);

function read(call: Call) {
  return { status: 200, body: settingsOf(call) };
}

function write(call: Call) {
  const body = settingsOf(call);
  parseBody(settingsSchema, call.body);
  return { status: 200, body };
}

function settingsOf(call: Call) {
  const { id } = appOf(call);
  return {
    issuer: call.org.url,
    orgUrl: null,
    customUrl: null,
    audience: id,
    issuerMode: "ORG_URL",
  };
}
