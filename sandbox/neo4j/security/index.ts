export {
  createSecurity,
  type SecurityOptions,
  type StartableSecurity,
} from "./create-security.ts";
export { type LogLevel, logLine } from "./security-log.ts";
export {
  Neo4jError,
  type Subject,
} from "./types.ts";
