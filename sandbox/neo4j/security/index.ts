export {
  createSecurity,
  type SecurityOptions,
  type StartableSecurity,
} from "./create-security.ts";
export { type LogLevel, logLine } from "./security-log.ts";
export {
  type AuthToken,
  Neo4jError,
  type ResultTable,
  type Security,
  type Subject,
} from "./types.ts";
