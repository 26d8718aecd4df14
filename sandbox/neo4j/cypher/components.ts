/** The columns of `dbms.components()`. */
export const COMPONENT_COLUMNS: readonly string[] = ["name", "versions", "edition"];
