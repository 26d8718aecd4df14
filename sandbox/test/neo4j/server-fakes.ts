import { TypedSettings } from "../../neo4j/config/typed.ts";
import { Database } from "../../neo4j/cypher/database.ts";
import type { Value } from "../../neo4j/cypher/value.ts";
import type { SignInEndpoints } from "../../neo4j/security/oidc/metadata.ts";
import { PrivilegeStore } from "../../neo4j/security/privileges/privilege-store.ts";
import {
  type AuthToken,
  Neo4jError,
  type Security,
  type Subject,
} from "../../neo4j/security/types.ts";
import type { ServerConfiguration } from "../../neo4j/server.ts";

/** A configuration without providers. */
export const configuration: ServerConfiguration = {
  edition: "enterprise",
  version: "5.26.0",
  oidcProviders: new Map(),
  authenticationProviders: ["native"],
  accessControlAllowOrigin: "*",
  settings: new TypedSettings(new Map()),
  httpEnabled: true,
  authEnabled: true,
};

/** Who logs in with which bearer token or password, and every login that was tried. */
export class FakeSecurity implements Security {
  readonly subjects = new Map<string, Subject>();
  readonly logins: AuthToken[] = [];
  readonly privileges = new PrivilegeStore();
  /** Where the users of each provider sign in. */
  readonly signIns = new Map<string, SignInEndpoints>();

  /** Lets `secret` (a password of `username`, or a bearer token) in. */
  allow(secret: string, subject: Partial<Subject> & { username: string }): this {
    this.subjects.set(secret, {
      roles: [],
      provider: "native",
      passwordChangeRequired: false,
      ...subject,
    });
    return this;
  }

  async login(token: AuthToken): Promise<Subject> {
    this.logins.push(token);
    const subject = this.subjects.get(token.credentials ?? "");
    const isRight =
      token.scheme === "bearer" ||
      (token.scheme === "basic" && token.principal === subject?.username);
    if (subject && isRight) return { ...subject };
    throw new Neo4jError(
      "Neo.ClientError.Security.Unauthorized",
      "The client is unauthorized due to authentication failure.",
    );
  }

  privilegesOf({ roles }: Pick<Subject, "roles">): string[] {
    return roles.flatMap((role) => this.privileges.of(role));
  }

  async endpoints(id: string): Promise<SignInEndpoints> {
    return this.signIns.get(id) ?? {};
  }

  async execute(subject: Subject, statement: string, parameters: ReadonlyMap<string, Value>) {
    if (statement === "SHOW CURRENT USER") {
      return {
        fields: ["user", "roles", "passwordChangeRequired", "suspended", "home"],
        rows: [[subject.username, ["PUBLIC", ...subject.roles], null, null, null]],
      };
    }
    if (statement === "CREATE ROLE $role") return { fields: [], rows: [] };
    if (statement === "SHOW PARAMETERS") return { fields: ["p"], rows: [[parameters]] };
    if (statement === "CRASH") throw new Error("a defect with the secret hunter2 in it");
    return undefined;
  }
}

/** A database of a 5.26.0 on the usual port. */
export function newDatabase(
  security: Security,
  capacity?: number,
  edition: "enterprise" | "community" = "enterprise",
): Database {
  return new Database({
    security,
    version: "5.26.0",
    edition,
    address: () => "127.0.0.1:7687",
    ...(capacity !== undefined && { capacity }),
  });
}

/** The code and message of the Neo4jError that the call ends with. */
export async function refusalOf(call: () => unknown): Promise<{ code: string; message: string }> {
  try {
    await call();
  } catch (error) {
    if (error instanceof Neo4jError) return { code: error.code, message: error.message };
    throw error;
  }
  throw new Error("it was not refused");
}
