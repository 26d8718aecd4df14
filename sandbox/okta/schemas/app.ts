import { z } from "zod";
import { oauthSettings, TOKEN_ENDPOINT_AUTH_METHODS } from "./oauth-client.ts";
import { resource } from "./resource.ts";

/** What a request may say of an OIDC app. Okta's defaults are part of it. */

const text = z.string();

const note = text.max(250).nullish();

const settings = z.strictObject({
  app: z.record(text, z.unknown()).optional(),
  emOptInStatus: text.optional(),
  identityStoreId: text.nullish(),
  implicitAssignment: z.boolean().default(false),
  inlineHookId: text.nullish(),
  manualProvisioning: z.boolean().optional(),
  notes: z.strictObject({ admin: note, enduser: note }).default({}),
  notifications: z.record(text, z.unknown()).optional(),
  signOn: z.record(text, z.unknown()).nullish(),
  oauthClient: oauthSettings,
});

const CLIENT_ID_RULE = "must be 6 to 100 characters of A-Z a-z 0-9 $-_.+!*'(), and not ALL_CLIENTS";

function isClientId(id: string): boolean {
  return /^[A-Za-z0-9$\-_.+!*'(),]{6,100}$/.test(id) && id !== "ALL_CLIENTS";
}

function isSecretOrNone({ length }: string): boolean {
  return length === 0 || (length >= 14 && length <= 100);
}

const credentials = z.strictObject({
  oauthClient: z
    .strictObject({
      autoKeyRotation: z.boolean().default(true),
      client_id: text.refine(isClientId, CLIENT_ID_RULE).optional(),
      client_secret: text.refine(isSecretOrNone, "must be 14 to 100 characters").optional(),
      pkce_required: z.boolean().optional(),
      token_endpoint_auth_method: z
        .enum(TOKEN_ENDPOINT_AUTH_METHODS)
        .default("client_secret_basic"),
    })
    .prefault({}),
  signing: z.record(text, z.unknown()).optional(),
  userNameTemplate: z
    .strictObject({
      // biome-ignore lint/suspicious/noTemplateCurlyInString: Okta's own placeholder
      template: text.default("${source.login}"),
      type: z.enum(["BUILT_IN", "CUSTOM", "NONE"]).default("BUILT_IN"),
      pushStatus: text.nullish(),
      suffix: text.nullish(),
      userSuffix: text.nullish(),
    })
    .prefault({}),
});

/** Body of `POST /api/v1/apps` and `PUT /api/v1/apps/{appId}`. */
export const appSchema = resource(
  {
    name: z.literal("oidc_client", { error: "must be oidc_client" }),
    label: text.min(1).max(100),
    signOnMode: z.literal("OPENID_CONNECT", { error: "must be OPENID_CONNECT" }),
    accessibility: z
      .strictObject({
        selfService: z.boolean().default(false),
        errorRedirectUrl: text.nullable().default(null),
        loginRedirectUrl: text.nullable().default(null),
      })
      .prefault({}),
    visibility: z
      .strictObject({
        autoLaunch: z.boolean().default(false),
        autoSubmitToolbar: z.boolean().default(false),
        hide: z
          .strictObject({ iOS: z.boolean().default(true), web: z.boolean().default(true) })
          .prefault({}),
        appLinks: z.record(text, z.boolean()).optional(),
      })
      .prefault({}),
    credentials: credentials.prefault({}),
    settings,
    profile: z.record(text, z.unknown()).nullish(),
  },
  ["orn", "status", "features", "licensing", "universalLogout", "expressConfiguration"],
);

/** An app as a request describes it, with defaults. */
export type AppInput = z.output<typeof appSchema>;
