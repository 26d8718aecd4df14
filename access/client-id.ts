/** What Okta takes as a client id: 6 to 100 of these characters, and not its own word for all. */
export const CLIENT_ID_PATTERN = /^(?!ALL_CLIENTS$)[A-Za-z0-9$\-_.+!*'(),]{6,100}$/;

/** The same, in words. */
export const CLIENT_ID_ALLOWED = "6 to 100 letters, digits and $-_.+!*'(), and not ALL_CLIENTS";
