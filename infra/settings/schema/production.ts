import { z } from "zod";
import { day, label, line } from "./fields.ts";

/** What a stack marked `production` may do only under a waiver. */
export const PRODUCTION_RULES = {
  "admin-role": "somebody has the role admin",
  "apoc-initializer": "statements run as an administrator at every start",
  "auth-rules": "rules in the database can give our tokens further roles",
  "debug-agent": "something runs inside the server, or looks into it",
  "evaluation-license": "Neo4j runs under the evaluation licence",
  "foreign-chart": "a chart that is not Neo4j's own decides everything that runs beside the data",
  "foreign-image": "an image that is not Neo4j's own runs beside the data",
  "jwt-claims-log": "Neo4j logs the claims of tokens",
  "load-balancer": "Neo4j is published outside the cluster",
  "native-names": "a person can be called as a native user is, and have that user's roles",
  "open-http-paths": "HTTP paths are open without a login",
  "other-provider": "another provider accepts this stack's tokens",
  plaintext: "Neo4j is published without TLS",
  "privileged-pod": "a container is root, or reaches the node",
  "shared-server": "others may issue tokens like this stack's",
  "unlimited-logins": "passwords can be tried without a limit",
  "unrestricted-procedures": "procedures run without the checks of roles",
} as const;

/** The name of a production rule. */
export type ProductionRule = keyof typeof PRODUCTION_RULES;

/** One item of `waivers`. */
export const waiverSchema = z
  .strictObject({
    rule: z
      .enum(Object.keys(PRODUCTION_RULES) as [ProductionRule, ...ProductionRule[]])
      .describe("The production rule that is waived."),
    account: label("account-name")
      .optional()
      .describe("Waives `admin-role` for this account only. Default: for all."),
    until: day().describe("Last day of the waiver, YYYY-MM-DD, UTC."),
    reason: line("waiver-reason", 10, 200, "say why, and who agreed").describe(
      "Why, and who agreed.",
    ),
  })
  .describe("A dated exception from one production rule.");
