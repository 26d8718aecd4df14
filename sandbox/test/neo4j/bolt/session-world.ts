import { beforeEach } from "vitest";
import type { TransactionExtra } from "../../../neo4j/bolt/fields.ts";
import type { Request } from "../../../neo4j/bolt/request.ts";
import { Session } from "../../../neo4j/bolt/session.ts";
import type { Database } from "../../../neo4j/cypher/database.ts";
import { fromPlain, type ValueMap } from "../../../neo4j/cypher/value.ts";
import { toPlain } from "../plain.ts";
import { FakeSecurity, newDatabase } from "../server-fakes.ts";

const EXTRA: TransactionExtra = {
  database: undefined,
  mode: "w",
  impersonated: undefined,
  bookmarks: [],
};
export const ALL = { n: Number.POSITIVE_INFINITY, qid: undefined };
export const HELLO: Request = { type: "HELLO", extra: new Map() };
export const LOGON: Request = { type: "LOGON", auth: auth("jwt") };
export const BEGIN: Request = { type: "BEGIN", extra: EXTRA };
export const PULL = { type: "PULL", ...ALL } as const;
export const RESET: Request = { type: "RESET" };

/** Sessions of one database for each test, with a clock of their own. */
export class SessionWorld {
  now = 0;
  security = new FakeSecurity();
  #database!: Database;

  constructor() {
    beforeEach(() => {
      this.now = 1_000_000;
      this.security = new FakeSecurity()
        .allow("jwt", { username: "etl", roles: ["publisher"], expiresAt: this.now + 1000 })
        .allow("fresh", { username: "etl", roles: ["publisher"], expiresAt: this.now + 5000 });
      const { security } = this;
      this.#database = newDatabase(security);
    });
  }

  session = (version = { major: 5, minor: 8 }): Session =>
    new Session({
      version,
      security: this.security,
      database: this.#database,
      serverAgent: "Neo4j/5.26.0",
      connectionId: "bolt-1",
      advertisedAddress: "127.0.0.1:7687",
      now: () => this.now,
    });

  loggedIn = async (minor = 8): Promise<Session> => {
    const it = this.session({ major: 5, minor });
    await it.handle(HELLO);
    if (minor > 0) await it.handle(LOGON);
    return it;
  };
}

export function auth(credentials: string): ValueMap {
  return new Map([
    ["scheme", "bearer"],
    ["credentials", credentials],
  ]);
}

export function run(query: string, parameters: Record<string, unknown> = {}): Request {
  return { type: "RUN", query, parameters: fromPlain(parameters) as ValueMap, extra: EXTRA };
}

/** What a client sees: records and summary, and the state after it. */
export async function ask(it: Session, request: Request) {
  const { records, summary } = await it.handle(request);
  const end =
    summary.type === "SUCCESS"
      ? summary.metadata
      : summary.type === "FAILURE"
        ? summary.error.code
        : "IGNORED";
  return [records.map(toPlain), end, it.state];
}
