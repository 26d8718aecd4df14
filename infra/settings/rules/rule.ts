import type { Finding } from "../../../access/finding.ts";
import type { Draft } from "../draft.ts";

/** What the meaning of settings depends on beside the settings. */
export interface SettingsContext {
  /** The day, `YYYY-MM-DD` in UTC: expiry dates and waivers are compared with it. */
  today: string;
  /** The stack's name, for messages. */
  stack?: string;
}

/** A check over what could be read of the settings; returns what it objects to. */
export type Rule = (draft: Draft, context: SettingsContext) => Finding[];
