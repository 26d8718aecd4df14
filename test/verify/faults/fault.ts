import type { Side } from "../../../verify/checks/check.ts";
import type { Inputs } from "../../../verify/inputs/inputs.ts";
import type { World } from "../../support/world.ts";

/** What a fault may change: the world, and what verify is told of it. */
export interface Scene {
  world: World;
  inputs: Inputs;
  /** Restarts the database with settings changed; the scene is put back afterwards. */
  neo4j: World["bootNeo4j"];
  stopNeo4j(): Promise<void>;
}

/** One misconfiguration, and what verify must make of it. */
export interface Fault {
  name: string;
  apply(scene: Scene): void | Promise<void>;
  /** The first failing check. */
  check: string;
  side: Side;
  /** The setting named without reading anything back. */
  setting: string;
  /** The setting named when Okta and Neo4j are read back; the same if left out. */
  pinned?: string;
  /** The check that fails first when Okta is read back, if it is another. */
  pinnedCheck?: string;
  /** The side that the read-back names, if it is another. */
  pinnedSide?: Side;
  /** False: a run without read-back cannot show this one. */
  unaided?: false;
}

export const PROVIDER = "dbms.security.oidc.okta-backend";
