import neo4j from "neo4j-driver";
import writeFileAtomic from "write-file-atomic";
import { Neo4jOktaError } from "../../access/errors.ts";
import { jsonText } from "../../access/json.ts";
import { administratorLogin } from "../../command/administrator-login.ts";
import { Administrator } from "../../neo4j-client/administrator.ts";
import { checksOf, type Drill, drillText } from "./drill.ts";
import { usage } from "./options.ts";
import type { Surroundings, Trial } from "./trial.ts";

/** The drill: logs in with the sealed password and no other. @returns whether it would help */
export async function trySealedPassword(
  { options, neo4j: client, address }: Trial,
  around: Surroundings,
): Promise<boolean> {
  const { environment } = around;
  const login = await administratorLogin({ ...options, environment, sealedOnly: true }, usage);
  const auth = neo4j.auth.basic(login.username, login.password);
  const administrator = new Administrator(client, auth);
  const checks = await checksOf(client, administrator);
  const worked = checks.every(({ passed }) => passed);
  const isIn = checks[0]?.passed === true;
  const found: Drill = {
    version: 1,
    stack: options.stack ?? options.contract ?? "",
    at: around.now().toISOString(),
    neo4j: { address, ...(isIn ? { version: await administrator.version() } : {}) },
    user: login.username,
    worked,
    checks,
  };
  await keep(options.evidence, found);
  around.write(options.json ? jsonText(found) : drillText(found));
  return worked;
}

/** Writes the evidence, whole or not at all. @throws Neo4jOktaError `break-glass-evidence` */
async function keep(path: string | undefined, found: Drill): Promise<void> {
  if (path === undefined) return;
  try {
    await writeFileAtomic(path, jsonText(found), { mode: 0o600 });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new Neo4jOktaError(
      "break-glass-evidence",
      `--evidence ${path} cannot be written: ${code}.`,
    );
  }
}
