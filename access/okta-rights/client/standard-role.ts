import { z } from "zod";
import { type Finding, show } from "../../finding.ts";
import { correction } from "../../meant.ts";
import { isWaived, type Waiver } from "../../waiver.ts";
import { isStandardRole, STANDARD_ROLES } from "../standard-roles.ts";

/** One of Okta's standard roles for a client, as somebody writes it. */
export interface StandardRoleGrant {
  /** Example: `"READ_ONLY_ADMIN"`. */
  type: string;
  /** Why, and until when. */
  waiver?: (Waiver & { reason: string }) | undefined;
}

const day = z.iso.date();

/** A standard role that is unknown, or not under a waiver that holds today. */
export function standardRoleFindings(
  grant: StandardRoleGrant | undefined,
  today: string,
): Finding[] {
  if (grant === undefined) return [];
  return isStandardRole(grant.type) ? waiverFindings(grant, today) : [unknown(grant.type)];
}

function unknown(type: string): Finding {
  return {
    code: "standard-role-unknown",
    at: ["standardRole", "type"],
    message: `is ${show(type)}`,
    allowed: STANDARD_ROLES.join(", "),
    fix: correction(type, STANDARD_ROLES, "choose one of these"),
  };
}

function waiverFindings({ type, waiver }: StandardRoleGrant, today: string): Finding[] {
  if (waiver === undefined) {
    return [
      {
        code: "standard-role",
        at: ["standardRole"],
        message: `is ${show(type)}, which holds for the whole org`,
        allowed: "custom roles on resource sets, or a standard role under a dated waiver",
        fix: "write assignments instead; or add waiver: { until: YYYY-MM-DD, reason: ... }",
      },
    ];
  }
  const at = ["standardRole", "waiver"];
  return [...dayFindings(waiver, today, [...at, "until"]), ...reasonFindings(waiver, at)];
}

function dayFindings({ until }: Waiver, today: string, at: string[]): Finding[] {
  const isDay = day.safeParse(until).success;
  if (isDay && isWaived([{ until }], today)) return [];
  return [
    {
      code: isDay ? "waiver-past" : "waiver-day",
      at,
      message: isDay ? `is ${until}, and that day is past` : `is ${show(until)}`,
      allowed: "a day of the calendar as YYYY-MM-DD, today or later",
      fix: isDay ? "remove the standard role, or agree on a new day" : "write year, month and day",
    },
  ];
}

function reasonFindings({ reason }: { reason: string }, at: string[]): Finding[] {
  if (reason.trim().length >= 10) return [];
  return [
    {
      code: "waiver-reason",
      at: [...at, "reason"],
      message: `is ${show(reason)}`,
      allowed: "10 characters or more",
      fix: "say why, and who agreed",
    },
  ];
}
