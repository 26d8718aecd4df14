import { DATABASE_SETTINGS } from "./database.ts";
import type { SettingTable } from "./declare.ts";
import { SECURITY_SETTINGS } from "./security.ts";
import { SERVER_SETTINGS } from "./server.ts";

/** Every setting with a fixed name that the stand-in knows: those documented for Neo4j 5. */
export const SETTINGS: SettingTable = new Map([
  ...SECURITY_SETTINGS,
  ...SERVER_SETTINGS,
  ...DATABASE_SETTINGS,
]);
