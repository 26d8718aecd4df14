import type { Cursor } from "../../cypher/cursor.ts";
import { readList } from "../statements/read-list.ts";
import { PRIVILEGE_FORMS, type PrivilegeForm, type Target } from "./forms.ts";

/**
 * Reads a privilege up to `TO` or `FROM`, and takes it apart as Neo4j stores it: one graph or
 * database, one property, one label each. `MATCH {a, b} ON GRAPH g` is four of them.
 *
 * @returns each as `SHOW PRIVILEGES AS COMMANDS` words it, without verb and role
 * @throws Neo4jError UnsupportedOperationError
 */
export function readPrivilege(cursor: Cursor): string[] {
  if (cursor.take("LOAD ON")) return [readLoad(cursor)];
  const { name, on, takes, entity } = readForm(cursor);
  const details = readDetails(cursor, takes);
  cursor.expect("ON");
  const scopes = readScopes(cursor, on);
  const entities = entity ? readEntities(cursor) : [""];
  return scopes.flatMap((scope) =>
    details.flatMap((detail) =>
      entities.map((one) =>
        [name, detail, "ON", scope, one].filter((part) => part !== "").join(" "),
      ),
    ),
  );
}

function readLoad(cursor: Cursor): string {
  if (cursor.take("ALL DATA")) return "LOAD ON ALL DATA";
  const kind = cursor.take("CIDR") ? "CIDR" : cursor.take("URL") ? "URL" : undefined;
  if (kind === undefined) return cursor.fail("ALL DATA, CIDR or URL");
  return `LOAD ON ${kind} ${JSON.stringify(cursor.text("an address"))}`;
}

/** Each spelling with its form; a longer one before those that it begins with. */
const SPELLINGS = PRIVILEGE_FORMS.flatMap((form) =>
  form.spellings.map((spelling) => ({ form, spelling })),
).toSorted((a, b) => b.spelling.length - a.spelling.length);

function readForm(cursor: Cursor): PrivilegeForm {
  const start = cursor.position;
  for (const { form, spelling } of SPELLINGS) {
    if (cursor.take(spelling) && goesOn(cursor, form)) return form;
    cursor.position = start;
  }
  return cursor.fail("a privilege that the stand-in has");
}

/** Whether what follows belongs to this form: `ALL ON GRAPH g` and `ALL ON DBMS` begin alike. */
function goesOn(cursor: Cursor, { takes, on }: PrivilegeForm): boolean {
  if (takes === "properties") return cursor.isNext("{");
  if (takes === "users") return cursor.isNext("(") || cursor.isNext("ON");
  if (takes !== undefined) return !cursor.isNext("ON");
  const targets = on === "DBMS" ? ["DBMS"] : [on, `${on}S`, `HOME ${on}`];
  return targets.some((target) => cursor.isNext(`ON ${target}`));
}

function readDetails(cursor: Cursor, takes: PrivilegeForm["takes"]): string[] {
  switch (takes) {
    case undefined:
      return [""];
    case "properties": {
      cursor.expect("{");
      const names = readNames(cursor, "a property name");
      cursor.expect("}");
      return names.map((name) => `{${name}}`);
    }
    case "labels":
      return readNames(cursor, "a label");
    case "users": {
      if (!cursor.take("(")) return ["(*)"];
      const names = readNames(cursor, "a user name");
      cursor.expect(")");
      return names.map((name) => `(${name})`);
    }
    case "globs":
      return readList(cursor, () => readGlob(cursor));
  }
}

function readGlob(cursor: Cursor): string {
  let glob = "";
  while (!cursor.isNext("ON") && !cursor.isNext(",")) {
    const sign = [".", "*", "?"].find((one) => cursor.take(one));
    glob += sign ?? quoted(cursor.name("a name with * and ?"));
  }
  return glob === "" ? cursor.fail("a name with * and ?") : glob;
}

function readScopes(cursor: Cursor, on: Target): string[] {
  if (on === "DBMS") {
    cursor.expect("DBMS");
    return ["DBMS"];
  }
  if (cursor.take(`HOME ${on}`)) return [`HOME ${on}`];
  if (!cursor.take(`${on}S`)) cursor.expect(on);
  if (cursor.take("*")) return [`${on} *`];
  return readList(cursor, () => `${on} \`${readDatabase(cursor).replaceAll("`", "``")}\``);
}

/** Names of databases are not case sensitive. */
function readDatabase(cursor: Cursor): string {
  let name = cursor.nameOrParameter("a database name");
  while (cursor.take(".")) name += `.${cursor.name("a database name")}`;
  return name.toLowerCase();
}

function readEntities(cursor: Cursor): string[] {
  if (cursor.isNext("FOR")) cursor.fail("NODES, RELATIONSHIPS or ELEMENTS");
  const both = ["NODE", "RELATIONSHIP"];
  for (const [word, kinds] of [
    ["NODE", ["NODE"]],
    ["RELATIONSHIP", ["RELATIONSHIP"]],
    ["ELEMENT", both],
  ] as const) {
    if (!cursor.take(`${word}S`) && !cursor.take(word)) continue;
    const names = readNames(cursor, "a label or type");
    if (cursor.take("(")) cursor.expect("*)");
    return kinds.flatMap((kind) => names.map((name) => `${kind} ${name}`));
  }
  return both.map((kind) => `${kind} *`);
}

function readNames(cursor: Cursor, what: string): string[] {
  return cursor.take("*") ? ["*"] : readList(cursor, () => quoted(cursor.name(what)));
}

/** In backticks only where it has to be, as Neo4j shows it. */
function quoted(name: string): string {
  return /^[\p{L}_][\p{L}\p{N}_]*$/u.test(name) ? name : `\`${name.replaceAll("`", "``")}\``;
}
