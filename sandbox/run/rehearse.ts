import { renderTable } from "../table.ts";
import { type Engine, pendingChanges } from "./engine.ts";
import { SandboxError } from "./errors.ts";
import { type Access, type Login, logIn } from "./prove.ts";
import type { Reporter } from "./reporter.ts";

export interface Deployed {
  access: Access & { issuer: string; audience: string };
  credentials: Record<string, { clientId: string; clientSecret: string }>;
  breakGlass: { username: string; password: string };
}

/** The way there: preview, up, a login per account, and a second preview that must be empty. */
export async function deployAndProve(
  engine: Engine,
  report: Reporter,
  boltUri: (access: Access) => Promise<string>,
): Promise<Deployed> {
  report.heading("pulumi preview");
  await engine.preview();
  report.heading("pulumi up");
  await engine.up();
  const deployed = (await engine.outputs()) as unknown as Deployed;

  report.heading("proof: each account asks for a token and opens the database");
  await prove(deployed, report, await boltUri(deployed.access));

  report.heading("pulumi preview, again");
  const pending = pendingChanges(await engine.preview());
  if (pending.length > 0) {
    throw new SandboxError(
      "SANDBOX_PREVIEW_NOT_EMPTY",
      `the second preview wants to change what was just deployed: ${pending.join(", ")}. The program or a provider does not converge.`,
    );
  }
  report.step("no changes");
  return deployed;
}

async function prove(deployed: Deployed, report: Reporter, boltUri: string): Promise<void> {
  const logins: Login[] = [];
  for (const account of deployed.access.accounts) {
    const secret = deployed.credentials[account.name]?.clientSecret;
    if (account.disabled || secret === undefined) continue;
    logins.push(await logIn(deployed.access, account, secret, boltUri));
  }
  report.line(
    renderTable(
      ["account", "client id (sub)", "groups", "roles (SHOW CURRENT USER)"],
      logins.map((login) => [
        login.account,
        login.username,
        login.groups.join(", "),
        login.roles.join(", ") || "none",
      ]),
    ),
  );
  const wrong = logins.filter(({ asDeclared }) => !asDeclared);
  if (wrong.length > 0) {
    throw new SandboxError(
      "SANDBOX_ROLES_DIFFER",
      `not as declared: ${wrong.map(({ account }) => account).join(", ")}.`,
    );
  }
}
