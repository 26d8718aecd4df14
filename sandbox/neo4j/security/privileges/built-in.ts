const READING = [
  "ACCESS ON DATABASE *",
  "MATCH {*} ON GRAPH * NODE *",
  "MATCH {*} ON GRAPH * RELATIONSHIP *",
  "SHOW CONSTRAINT ON DATABASE *",
  "SHOW INDEX ON DATABASE *",
];
const EDITING = [...READING, "WRITE ON GRAPH *"];
const PUBLISHING = [...EDITING, "NAME MANAGEMENT ON DATABASE *"];
const BUILDING = [
  ...PUBLISHING,
  "CONSTRAINT MANAGEMENT ON DATABASE *",
  "INDEX MANAGEMENT ON DATABASE *",
];

/** What the roles of a new database may do, as the Operations Manual lists it. */
export const BUILT_IN_PRIVILEGES: Readonly<Record<string, readonly string[]>> = {
  PUBLIC: [
    "ACCESS ON HOME DATABASE",
    "EXECUTE PROCEDURE * ON DBMS",
    "EXECUTE USER DEFINED FUNCTION * ON DBMS",
    "LOAD ON ALL DATA",
  ],
  admin: [
    ...BUILDING,
    "ALL DBMS PRIVILEGES ON DBMS",
    "LOAD ON ALL DATA",
    "START ON DATABASE *",
    "STOP ON DATABASE *",
    "TRANSACTION MANAGEMENT (*) ON DATABASE *",
  ],
  architect: BUILDING,
  editor: EDITING,
  publisher: PUBLISHING,
  reader: READING,
};
