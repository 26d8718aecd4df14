/** What a privilege is given on. */
export type Target = "GRAPH" | "DATABASE" | "DBMS";

/** One privilege of Neo4j, as it may be written. */
export interface PrivilegeForm {
  /** As `SHOW PRIVILEGES AS COMMANDS` spells it. */
  name: string;
  /** Every spelling that is read. */
  spellings: readonly string[];
  on: Target;
  /** What stands between the name and `ON`. */
  takes?: "properties" | "labels" | "users" | "globs";
  /** True if nodes or relationships may be named after the graph; by default it holds for both. */
  entity?: true;
}

const GRAPH: PrivilegeForm[] = [
  ...["MATCH", "READ", "MERGE", "SET PROPERTY"].map((name) =>
    form(name, name, "GRAPH", { takes: "properties", entity: true }),
  ),
  ...["TRAVERSE", "CREATE", "DELETE"].map((name) => form(name, name, "GRAPH", { entity: true })),
  ...["SET LABEL", "REMOVE LABEL"].map((name) => form(name, name, "GRAPH", { takes: "labels" })),
  form("WRITE", "WRITE", "GRAPH"),
  form("ALL GRAPH PRIVILEGES", "ALL GRAPH? PRIVILEGES?", "GRAPH"),
];

const DATABASE: PrivilegeForm[] = [
  ...["ACCESS", "START", "STOP"].map((name) => form(name, name, "DATABASE")),
  form("INDEX MANAGEMENT", "INDEX|INDEXES MANAGEMENT?", "DATABASE"),
  form("CONSTRAINT MANAGEMENT", "CONSTRAINT|CONSTRAINTS MANAGEMENT?", "DATABASE"),
  form("NAME MANAGEMENT", "NAME MANAGEMENT?", "DATABASE"),
  ...["CREATE", "DROP", "SHOW"].flatMap((verb) => [
    form(`${verb} INDEX`, `${verb} INDEX|INDEXES`, "DATABASE"),
    form(`${verb} CONSTRAINT`, `${verb} CONSTRAINT|CONSTRAINTS`, "DATABASE"),
  ]),
  form("CREATE NEW NODE LABEL", "CREATE NEW NODE? LABEL|LABELS", "DATABASE"),
  form("CREATE NEW RELATIONSHIP TYPE", "CREATE NEW RELATIONSHIP? TYPE|TYPES", "DATABASE"),
  form("CREATE NEW PROPERTY NAME", "CREATE NEW PROPERTY? NAME|NAMES", "DATABASE"),
  form("TRANSACTION MANAGEMENT", "TRANSACTION MANAGEMENT?", "DATABASE", { takes: "users" }),
  form("SHOW TRANSACTION", "SHOW TRANSACTION|TRANSACTIONS", "DATABASE", { takes: "users" }),
  form("TERMINATE TRANSACTION", "TERMINATE TRANSACTION|TRANSACTIONS", "DATABASE", {
    takes: "users",
  }),
  form("ALL DATABASE PRIVILEGES", "ALL DATABASE? PRIVILEGES?", "DATABASE"),
];

const PLAIN_DBMS = [
  ...["ROLE", "USER", "DATABASE", "ALIAS", "SERVER", "PRIVILEGE", "COMPOSITE DATABASE"].map(
    (what) => `${what} MANAGEMENT`,
  ),
  ...["ROLE", "USER", "DATABASE", "ALIAS", "COMPOSITE DATABASE"].flatMap((what) => [
    `CREATE ${what}`,
    `DROP ${what}`,
  ]),
  ...["ROLE", "USER", "ALIAS", "PRIVILEGE"].map((what) => `SHOW ${what}`),
  ...["ROLE", "USER"].map((what) => `RENAME ${what}`),
  ...["USER", "DATABASE", "ALIAS"].map((what) => `ALTER ${what}`),
  ...["ROLE", "PRIVILEGE"].flatMap((what) => [`ASSIGN ${what}`, `REMOVE ${what}`]),
  ...["SET USER STATUS", "SET USER HOME DATABASE", "SET AUTH", "SET DATABASE ACCESS"],
];

const DBMS: PrivilegeForm[] = [
  ...PLAIN_DBMS.map((name) => form(name, name, "DBMS")),
  form("SET PASSWORD", "SET PASSWORD|PASSWORDS", "DBMS"),
  form("SHOW SERVERS", "SHOW SERVER|SERVERS", "DBMS"),
  form("EXECUTE ADMIN PROCEDURES", "EXECUTE ADMIN|ADMINISTRATOR PROCEDURES", "DBMS"),
  ...["EXECUTE", "EXECUTE BOOSTED"].flatMap((verb) => [
    form(`${verb} PROCEDURE`, `${verb} PROCEDURE|PROCEDURES`, "DBMS", { takes: "globs" }),
    form(`${verb} USER DEFINED FUNCTION`, `${verb} USER? DEFINED? FUNCTION|FUNCTIONS`, "DBMS", {
      takes: "globs",
    }),
  ]),
  form("SHOW SETTING", "SHOW SETTING|SETTINGS", "DBMS", { takes: "globs" }),
  form("IMPERSONATE", "IMPERSONATE", "DBMS", { takes: "users" }),
  form("ALL DBMS PRIVILEGES", "ALL DBMS? PRIVILEGES?", "DBMS"),
];

/** Every privilege that the stand-in reads; those on properties of nodes (`FOR`) are none of them. */
export const PRIVILEGE_FORMS: readonly PrivilegeForm[] = [...GRAPH, ...DATABASE, ...DBMS];

/**
 * @param pattern words that may have alternatives (`INDEX|INDEXES`) or be left out (`MANAGEMENT?`)
 */
function form(
  name: string,
  pattern: string,
  on: Target,
  details: Pick<PrivilegeForm, "takes" | "entity"> = {},
): PrivilegeForm {
  const spellings = pattern.split(" ").reduce<string[]>(
    (texts, word) => {
      const forms = word.replace("?", "").split("|");
      const all = word.endsWith("?") ? [...forms, ""] : forms;
      return texts.flatMap((text) => all.map((next) => `${text} ${next}`.trim()));
    },
    [""],
  );
  return { name, spellings, on, ...details };
}
