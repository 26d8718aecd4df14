/** The real Neo4j Browser in Chromium, for the end-to-end tests of both packages. */
export { findPrograms, type Neo4jBrowser, type Programs, startBrowser } from "./browser.ts";
export type { Visitor } from "./visitor.ts";
