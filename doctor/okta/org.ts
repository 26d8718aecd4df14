import { z } from "zod";
import type { OktaCaller } from "../../okta-api/caller.ts";
import { OktaApiError } from "../../okta-api/errors.ts";
import { type Finding, ok, warning } from "../finding.ts";
import { refusalFinding } from "./refusal.ts";

const orgSchema = z.object({ pipeline: z.string() });

/** Which engine the org runs, as it says itself. */
export async function orgFinding(caller: OktaCaller): Promise<Finding> {
  const what = "the org's pipeline";
  try {
    const answer = await caller.request("GET", "/.well-known/okta-organization");
    const org = orgSchema.safeParse(answer);
    if (org.data?.pipeline === "idx") return ok("okta.pipeline", what, "idx (Identity Engine)");
    return warning(
      "okta.pipeline",
      what,
      `${JSON.stringify(org.data?.pipeline ?? null)}: not Identity Engine, which this was not tried with`,
      "try the deployment in a preview org first",
    );
  } catch (error) {
    if (!(error instanceof OktaApiError)) throw error;
    return refusalFinding("okta.pipeline", what, error.details);
  }
}
