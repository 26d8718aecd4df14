import { validSettings } from "../../../support/settings.ts";
import { Refusals } from "./refusals.ts";

const refused = new Refusals();

refused.add(
  "group-without-role",
  "groups.idle",
  "grants no role",
  validSettings({ groups: { neo4j_reader: ["reader"], idle: [] } }),
);
refused.add(
  "group-name",
  'groups["a;b"]',
  'holds ";", which would break the mapping text',
  validSettings({ groups: { neo4j_reader: ["reader"], "a;b": ["reader"] } }),
);
refused.add(
  "group-name",
  'groups["$(id)"]',
  'holds "$(", which could trigger command expansion',
  validSettings({ groups: { neo4j_reader: ["reader"], "$(id)": ["reader"] } }),
);
refused.add(
  "group-name",
  'groups[""]',
  "is empty",
  validSettings({ groups: { neo4j_reader: ["reader"], "": ["reader"] } }),
);
refused.add(
  "group-case",
  "groups.Neo4j_Reader",
  'differs from "neo4j_reader" only in case',
  validSettings({ groups: { neo4j_reader: ["reader"], Neo4j_Reader: ["reader"] } }),
);
refused.add(
  "group-name",
  'groups["neo4j_re\u0430der"]',
  "holds U+0430, which looks like a Latin letter",
  validSettings({ groups: { neo4j_reader: ["reader"], "neo4j_re\u0430der": ["reader"] } }),
);
refused.add(
  "role-name",
  "groups.neo4j_reader[0]",
  '"reader\u200b" holds U+200B, which nobody can see',
  validSettings({ groups: { neo4j_reader: ["reader\u200b"] }, customRoles: ["reader\u200b"] }),
);
refused.add(
  "duplicate",
  "customRoles[1]",
  'repeats the role "auditor"',
  validSettings({ groups: { neo4j_reader: ["auditor"] }, customRoles: ["auditor", "auditor"] }),
);
refused.add(
  "role-name",
  "groups.neo4j_reader[1]",
  '"a b" holds " ", which would break the mapping text',
  validSettings({ groups: { neo4j_reader: ["reader", "a b"] }, customRoles: ["a b"] }),
);
refused.add(
  "unknown-role",
  "groups.neo4j_reader[0]",
  'is "Reader", which is no built-in role',
  validSettings({ groups: { neo4j_reader: ["Reader"] } }),
);
refused.add(
  "unknown-role",
  "groups.neo4j_reader[0]",
  'is "auditor", which is no built-in role',
  validSettings({ groups: { neo4j_reader: ["auditor"] } }),
);
refused.add(
  "duplicate",
  "groups.neo4j_reader[1]",
  'repeats the role "reader"',
  validSettings({ groups: { neo4j_reader: ["reader", "reader"] } }),
);
refused.add(
  "custom-role",
  "customRoles[0]",
  'is "reader", a built-in role',
  validSettings({ customRoles: ["reader"] }),
);
refused.add(
  "role-without-group",
  "customRoles[0]",
  'is "auditor", which no group grants',
  validSettings({ customRoles: ["auditor"] }),
);

/** Refusals that concern groups and roles. */
export default refused.all;
