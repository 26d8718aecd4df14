import { withDefaultServer } from "./default-server.ts";
import { declareIdentities } from "./identities.ts";
import { readSettings } from "./settings.ts";

const settings = readSettings(import.meta.dirname);
const plan = await withDefaultServer(settings.plan);

/**
 * By identity: client id, token endpoint, scopes, and `provider`, the settings that make the main
 * stack's Okta provider this identity. No secret.
 */
export const identities = declareIdentities({ ...settings, plan });
