import type { AdminEvidence } from "../access/admin-evidence.ts";
import type { AccessContract } from "../access/contract.ts";
import { writeAdminEvidence } from "../command/admin-evidence.ts";
import { EXIT, VerifyError } from "./errors.ts";
import type { Report } from "./report.ts";

/** The check in which Neo4j says the roles of a login, and they are the declared ones. */
const ROLES = "login.roles";

/**
 * Writes who got in as an administrator, after a run that proves it; a file from before is left alone
 * otherwise.
 *
 * @param path undefined: nothing was asked for
 * @throws {VerifyError} `verify-admin-evidence` with exit status 3
 */
export async function writeEvidence(
  path: string | undefined,
  report: Report,
  contract: AccessContract,
  writeError: (text: string) => void,
): Promise<void> {
  if (path === undefined) return;
  if (report.proof !== "proven") {
    writeError(`--admin-evidence ${path} is not written, as the run proves nothing.\n`);
    return;
  }
  const evidence = evidenceOf(report, contract, new Date());
  if (evidence === undefined) {
    throw refused(
      `--admin-evidence ${path} is not written: no account that logged in has the role admin. Fix: prove a person with npm run break-glass -- prove.`,
    );
  }
  await writeAdminEvidence(path, evidence, (code) =>
    refused(`--admin-evidence ${path} cannot be written: ${code}.`),
  );
}

function evidenceOf(
  { accounts, outcomes, issuer }: Report,
  { neo4j }: AccessContract,
  now: Date,
): AdminEvidence | undefined {
  const sawRoles = (name: string) =>
    outcomes.some(
      ({ check, account, status }) => check === ROLES && account === name && status === "passed",
    );
  const admin = accounts.find(({ name, roles }) => roles.includes("admin") && sawRoles(name));
  if (admin === undefined) return undefined;
  return {
    version: 1,
    at: now.toISOString(),
    issuer,
    provider: `oidc-${neo4j.providerId}`,
    user: admin.clientId,
    neo4j: { namespace: neo4j.namespace, release: neo4j.release },
  };
}

function refused(message: string): VerifyError {
  return new VerifyError("verify-admin-evidence", message, EXIT.notChecked);
}
