import { declareIdentities } from "./identities.ts";
import { readSettings } from "./settings.ts";

/**
 * By identity: client id, token endpoint, scopes, and `provider`, the settings that make the main
 * stack's Okta provider this identity. No secret.
 */
export const identities = declareIdentities(readSettings(import.meta.dirname));
