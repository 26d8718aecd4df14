/** The stand-in for Neo4j Enterprise, for tests that boot it on settings of their own. */
export { parseConfiguration } from "./config/index.ts";
export { createSecurity, type SecurityOptions } from "./security/index.ts";
export { Neo4jServer } from "./server.ts";
