import { beforeEach } from "vitest";
import type { Subject } from "../../../../neo4j/security/index.ts";
import { startWorld, type World } from "../world.ts";

/** A database for each test, with its administrator logged in. */
export class AdminWorld {
  world!: World;
  admin!: Subject;

  /** @param edition default enterprise */
  constructor(edition?: "community") {
    beforeEach(async () => {
      this.world = await startWorld({}, edition && { edition });
      this.admin = await this.world.admin();
    });
  }

  /** Runs a statement as the administrator, or as somebody else. */
  run = (statement: string, subject = this.admin) => this.world.run(subject, statement);

  /** Logs in with a password. */
  basic = (principal: string, credentials: string) =>
    this.world.security.login({ scheme: "basic", principal, credentials });

  /** Makes the user jake and logs him in. */
  jake = async (): Promise<Subject> => {
    await this.run("CREATE USER jake SET PASSWORD 'jakes-password' CHANGE NOT REQUIRED");
    return this.basic("jake", "jakes-password");
  };
}
