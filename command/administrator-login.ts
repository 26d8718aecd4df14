import { z } from "zod";
import { jsonOf } from "../access/json.ts";
import { pulumi } from "./pulumi.ts";

/** A login of an administrator of Neo4j. */
export interface AdministratorLogin {
  username: string;
  password: string;
}

/** Where a login is looked for. */
export interface LoginSources {
  environment: Readonly<Record<string, string | undefined>>;
  stack?: string | undefined;
  /** Folder of the Pulumi project. */
  project: string;
  /** True: only the break-glass password is taken. */
  sealedOnly?: boolean;
}

const SEALED = "NEO4J_OKTA_BREAK_GLASS_PASSWORD";
const ANYBODY = `NEO4J_USERNAME and NEO4J_PASSWORD, or ${SEALED},`;
const loginSchema = z.object({ username: z.string(), password: z.string() });

/**
 * Who logs in: NEO4J_USERNAME with NEO4J_PASSWORD, else neo4j with NEO4J_OKTA_BREAK_GLASS_PASSWORD, else the
 * stack's output breakGlass. Never from the command line, which every process of the machine can read.
 *
 * @param refuse makes the error for a login that there is not
 */
export async function administratorLogin(
  { environment, stack, project, sealedOnly = false }: LoginSources,
  refuse: (message: string) => Error,
): Promise<AdministratorLogin> {
  const { NEO4J_USERNAME, NEO4J_PASSWORD, [SEALED]: sealed } = environment;
  if (NEO4J_PASSWORD && !sealedOnly) {
    return { username: NEO4J_USERNAME || "neo4j", password: NEO4J_PASSWORD };
  }
  if (sealed) return { username: "neo4j", password: sealed };
  const wanted = `${sealedOnly ? SEALED : ANYBODY} in the environment`;
  if (stack === undefined) throw refuse(`the login to Neo4j needs ${wanted}, or --stack NAME`);
  const otherwise = `give ${wanted}`;
  const args = ["stack", "output", "breakGlass", "--show-secrets", "--json", "--stack", stack];
  const login = loginSchema.safeParse(jsonOf(await pulumi(args, { project, otherwise })));
  if (!login.success) throw refuse(`the output breakGlass of ${stack} is no login: ${otherwise}`);
  return login.data;
}
