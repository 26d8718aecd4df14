import neo4j from "neo4j-driver";
import type { AdminEvidence } from "../../access/admin-evidence.ts";
import { Neo4jOktaError } from "../../access/errors.ts";
import { jsonText } from "../../access/json.ts";
import { visible } from "../../access/visible.ts";
import { writeAdminEvidence } from "../../command/admin-evidence.ts";
import { type CurrentUser, Neo4jFailure } from "../../neo4j-client/client.ts";
import { isAdminByToken, providerOf, readToken } from "./token.ts";
import type { Surroundings, Trial } from "./trial.ts";

/**
 * Logs in with a person's token. What is written is evidence, so it is written of an administrator
 * only; the token is not part of it.
 *
 * @returns whether an administrator got in
 */
export async function tryPersonsToken(
  { options, contract, neo4j: client, address }: Trial,
  around: Surroundings,
): Promise<boolean> {
  const token = await readToken(options.tokenFile ?? "-", around.input);
  const provider = providerOf(token, contract);
  const tell = (text: string) => around.write(`${visible(text)}\n`);
  const refuse = (why: string) => {
    tell(`No administrator gets in with this token: ${why}.`);
    return false;
  };
  if (provider === undefined) {
    return refuse(`it is of ${token.issuer}, and no provider of the stack takes it`);
  }
  const user = await login(() => client.currentUser(neo4j.auth.bearer(token.text)));
  if (user instanceof Neo4jFailure) {
    return refuse(`${user.message.replace(/\.$/, "")}; npm run verify -- --person LOGIN tells why`);
  }
  if (user.name === "") return refuse("authentication is off, and everybody is an administrator");
  if (!user.roles.includes("admin")) {
    return refuse(`${user.name} has ${user.roles.join(", ") || "no role"}, and not admin`);
  }
  if (!isAdminByToken(token, provider)) {
    return refuse(
      `${user.name} is an administrator by what the database grants, which ends with the native login, and not by the token's groups`,
    );
  }
  const { namespace, release } = contract.neo4j;
  const evidence: AdminEvidence = {
    version: 1,
    at: around.now().toISOString(),
    issuer: token.issuer,
    provider: provider.name,
    user: user.name,
    neo4j: { namespace, release },
  };
  const { evidence: path } = options;
  if (path !== undefined) {
    await writeAdminEvidence(path, evidence, (code) => {
      const message = `--evidence ${path} cannot be written: ${code}.`;
      return new Neo4jOktaError("break-glass-evidence", message);
    });
  }
  if (options.json) around.write(jsonText(evidence));
  else tell(`${user.name} is an administrator by ${provider.name}: ${address}, ${evidence.at}.`);
  return true;
}

/** A refusal is an answer; that there is nobody to ask is none. */
async function login(attempt: () => Promise<CurrentUser>): Promise<CurrentUser | Neo4jFailure> {
  try {
    return await attempt();
  } catch (error) {
    if (error instanceof Neo4jFailure && error.code === "neo4j-refused") return error;
    throw error;
  }
}
