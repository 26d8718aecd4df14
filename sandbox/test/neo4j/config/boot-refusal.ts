/** A change of good settings, and the boot error that it leads to; undefined leaves a setting out. */
export type BootRefusal = [
  title: string,
  changes: Record<string, string | undefined>,
  code: string,
  message: string,
];

/** Prefix of the settings of provider `okta`. */
export const OKTA = "dbms.security.oidc.okta";
export const MAPPING = `${OKTA}.authorization.group_to_role_mapping`;

/** Neo4j's words around what is wrong with a value. */
export const evaluating = (setting: string, reason: string): string =>
  `Error evaluating value for setting '${setting}'. ${reason}`;
