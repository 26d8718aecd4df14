import { CLUSTER_SETTINGS } from "./cluster.ts";
import { CONNECTOR_SETTINGS } from "./connectors.ts";
import { DATABASE_SETTINGS } from "./database.ts";
import type { SettingTable } from "./declare.ts";
import { SECURITY_SETTINGS } from "./security.ts";
import { SERVER_SETTINGS } from "./server.ts";

/**
 * Every setting with a fixed name that the stand-in knows: those of Neo4j 5's documentation, the
 * later ones about logins, and the one internal setting that the Helm chart writes.
 */
export const SETTINGS: SettingTable = new Map([
  ...SECURITY_SETTINGS,
  ...CONNECTOR_SETTINGS,
  ...SERVER_SETTINGS,
  ...CLUSTER_SETTINGS,
  ...DATABASE_SETTINGS,
]);
