import type { Cause } from "./check.ts";

/** Milliseconds by which clocks may differ before tokens are refused somewhere. */
export const TOLERATED_SKEW = 30_000;

/** What is wrong when they differ by more. */
export const CLOCK: Cause = {
  side: "network",
  setting: "system clock (NTP)",
  fix: "Set this machine's clock, and those of the Neo4j nodes, by NTP.",
};

/** @param skew milliseconds by which Okta's clock is ahead, or behind if negative */
export function clocksDiffer(skew: number): string {
  return `Okta's clock and this one differ by ${Math.round(skew / 1000)} s`;
}
