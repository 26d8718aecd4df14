import type { Identity } from "../../access/okta-rights/plan.ts";
import { BEYOND_FIXES, rolesOf } from "../../deployer/report.ts";
import type { LeastPrivilege } from "../../deployer/schema.ts";
import type { OktaCaller } from "../../okta-api/caller.ts";
import { type Finding, failed, ok, warning } from "../finding.ts";
import { dryCall, readCall } from "./probe.ts";
import { refusalFinding } from "./refusal.ts";

const ORIGINS = "/api/v1/trustedOrigins";

/** Calls that no custom role allows, so that no plan names them: an administrator's credential may make them. */
export async function beyondFindings(
  beyond: LeastPrivilege["beyond"],
  as: Identity,
  caller: OktaCaller,
): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const one of beyond) {
    for (const { call, resources } of one.calls) {
      const refused = call.endsWith(".change")
        ? await dryCall(caller, "POST", ORIGINS)
        : await readCall(caller, `${ORIGINS}?limit=1`);
      const what = `${call} for ${resources.join(", ")}`;
      const found = `no custom role allows it, only ${rolesOf([one])}`;
      if (refused === undefined) findings.push(ok("okta.standard_role", what, "allowed"));
      else if (refused.status !== 403) findings.push(refusalFinding("okta.answer", what, refused));
      else if (as === "deployer")
        findings.push(failed("okta.standard_role", what, found, BEYOND_FIXES.deployer));
      else findings.push(warning("okta.standard_role", what, found, BEYOND_FIXES.reviewer));
    }
  }
  return findings;
}
