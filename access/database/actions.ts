/** What a privilege allows, and how it is written. */
export interface Action {
  on: "GRAPH" | "DATABASE" | "DBMS";
  /** What stands before `ON`. */
  takes?: "properties" | "labels" | "users" | "names";
  /** True if it can be narrowed to nodes or relationships. */
  narrows?: true;
}

const graph = (takes?: "properties" | "labels", narrows?: true): Action => ({
  on: "GRAPH",
  ...(takes ? { takes } : {}),
  ...(narrows ? { narrows } : {}),
});
const each = (names: readonly string[], action: Action) =>
  names.map((name) => [name, action] as const);

const DBMS_OBJECTS = {
  MANAGEMENT: ["ROLE", "USER", "DATABASE", "ALIAS", "SERVER", "PRIVILEGE", "COMPOSITE DATABASE"],
  CREATE: ["ROLE", "USER", "DATABASE", "ALIAS", "COMPOSITE DATABASE", "AUTH RULE"],
  DROP: ["ROLE", "USER", "DATABASE", "ALIAS", "COMPOSITE DATABASE", "AUTH RULE"],
  SHOW: ["ROLE", "USER", "ALIAS", "PRIVILEGE", "AUTH RULE", "SERVERS"],
  RENAME: ["ROLE", "USER", "AUTH RULE"],
  ALTER: ["USER", "DATABASE", "ALIAS", "AUTH RULE"],
  ASSIGN: ["ROLE", "PRIVILEGE"],
  REMOVE: ["ROLE", "PRIVILEGE"],
  SET: ["USER STATUS", "USER HOME DATABASE", "AUTH", "PASSWORD", "DATABASE ACCESS"],
} as const;

/** Every privilege that roles may be given, by the name under which Neo4j shows it. */
export const ACTIONS: ReadonlyMap<string, Action> = new Map<string, Action>([
  ...each(["MATCH", "READ", "MERGE", "SET PROPERTY"], graph("properties", true)),
  ...each(["TRAVERSE", "CREATE", "DELETE"], graph(undefined, true)),
  ...each(["SET LABEL", "REMOVE LABEL"], graph("labels")),
  ...each(["WRITE", "ALL GRAPH PRIVILEGES"], graph()),
  ...each(
    [
      "ACCESS",
      "START",
      "STOP",
      "INDEX MANAGEMENT",
      "CONSTRAINT MANAGEMENT",
      "NAME MANAGEMENT",
      ...["CREATE", "DROP", "SHOW"].flatMap((verb) => [`${verb} INDEX`, `${verb} CONSTRAINT`]),
      "CREATE NEW NODE LABEL",
      "CREATE NEW RELATIONSHIP TYPE",
      "CREATE NEW PROPERTY NAME",
      "ALL DATABASE PRIVILEGES",
    ],
    { on: "DATABASE" },
  ),
  ...each(["TRANSACTION MANAGEMENT", "SHOW TRANSACTION", "TERMINATE TRANSACTION"], {
    on: "DATABASE",
    takes: "users",
  }),
  ...Object.entries(DBMS_OBJECTS).flatMap(([verb, objects]) =>
    objects.map((object): [string, Action] => [
      verb === "MANAGEMENT" ? `${object} MANAGEMENT` : `${verb} ${object}`,
      { on: "DBMS" },
    ]),
  ),
  ...each(["AUTH RULE MANAGEMENT", "EXECUTE ADMIN PROCEDURES", "ALL DBMS PRIVILEGES"], {
    on: "DBMS",
  }),
  ...each(
    [
      "EXECUTE PROCEDURE",
      "EXECUTE BOOSTED PROCEDURE",
      "EXECUTE USER DEFINED FUNCTION",
      "EXECUTE BOOSTED USER DEFINED FUNCTION",
      "SHOW SETTING",
    ],
    { on: "DBMS", takes: "names" },
  ),
  ["IMPERSONATE", { on: "DBMS", takes: "users" }],
]);

/** Other spellings of words, and of whole names, that Neo4j reads. */
export const WORDS: Readonly<Record<string, string>> = {
  INDEXES: "INDEX",
  CONSTRAINTS: "CONSTRAINT",
  LABELS: "LABEL",
  TYPES: "TYPE",
  NAMES: "NAME",
  TRANSACTIONS: "TRANSACTION",
  PROCEDURES: "PROCEDURE",
  FUNCTIONS: "FUNCTION",
  SETTINGS: "SETTING",
  SERVER: "SERVERS",
  PASSWORDS: "PASSWORD",
  ADMINISTRATOR: "ADMIN",
};
export const NAMES: Readonly<Record<string, string>> = {
  INDEX: "INDEX MANAGEMENT",
  CONSTRAINT: "CONSTRAINT MANAGEMENT",
  NAME: "NAME MANAGEMENT",
  TRANSACTION: "TRANSACTION MANAGEMENT",
  "SERVERS MANAGEMENT": "SERVER MANAGEMENT",
  "CREATE NEW LABEL": "CREATE NEW NODE LABEL",
  "CREATE NEW TYPE": "CREATE NEW RELATIONSHIP TYPE",
  "CREATE NEW NAME": "CREATE NEW PROPERTY NAME",
  "EXECUTE FUNCTION": "EXECUTE USER DEFINED FUNCTION",
  "EXECUTE USER FUNCTION": "EXECUTE USER DEFINED FUNCTION",
  "EXECUTE BOOSTED FUNCTION": "EXECUTE BOOSTED USER DEFINED FUNCTION",
  "EXECUTE BOOSTED USER FUNCTION": "EXECUTE BOOSTED USER DEFINED FUNCTION",
  "EXECUTE ADMIN PROCEDURE": "EXECUTE ADMIN PROCEDURES",
};
