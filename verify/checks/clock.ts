import type { Cause } from "./check.ts";

/** Clocks may differ by this much before tokens are refused somewhere. */
export const TOLERATED_SKEW_MS = 30_000;

/** What is wrong when they differ by more. */
export const CLOCK: Cause = {
  side: "network",
  setting: "system clock (NTP)",
  fix: "Set this machine's clock, and those of the Neo4j nodes, by NTP.",
};
