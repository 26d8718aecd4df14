import type { Configuration } from "../../config/index.ts";
import type { Authority } from "../authority.ts";
import type { SecurityLog } from "../security-log.ts";
import type { UserStore } from "../users.ts";

/** What statements work on. */
export interface StatementContext {
  configuration: Configuration;
  users: UserStore;
  authority: Authority;
  log: SecurityLog;
  clearAuthCache: () => void;
}
