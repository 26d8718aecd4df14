import { z } from "zod";
import type { App } from "../../entities.ts";
import { answersWith } from "../../http/answers.ts";
import { parseBody } from "../../http/body.ts";
import { type Call, routes } from "../../http/route.ts";
import { issuerModeSchema } from "../../schemas/authorization-server.ts";
import { appOf } from "../find.ts";
import { APP_ACCESS } from "./access.ts";

const PATH = "/api/v1/internal/apps/:appId/settings/oauth/idToken";

/** How the issuer is named, and the claim for the user's groups where the app has one. */
const settingsSchema = z.strictObject({
  issuerMode: issuerModeSchema.default("ORG_URL"),
  name: z.string().min(1).optional(),
  valueType: z.enum(["GROUPS", "EXPRESSION"]).optional(),
  groupFilterType: z.enum(["STARTS_WITH", "EQUALS", "CONTAINS", "REGEX"]).optional(),
  value: z.string().min(1).optional(),
});

const answers = answersWith(settingsDocument);

/** The private endpoint that the Okta provider calls for an app's groups claim when it holds an SSWS token. */
export const idTokenSettingsRoutes = routes(APP_ACCESS, [
  ["GET", PATH, "Read the ID token settings of an app", answers.one(appOf)],
  ["POST", PATH, "Set the ID token settings of an app", answers.one(write)],
]);

function write(call: Call): App {
  return Object.assign(appOf(call), { idTokenSettings: parseBody(settingsSchema, call.body) });
}

function settingsDocument({ org }: Call, { id, idTokenSettings }: App) {
  return {
    issuer: org.url,
    orgUrl: null,
    customUrl: null,
    audience: id,
    issuerMode: "ORG_URL",
    ...idTokenSettings,
  };
}
