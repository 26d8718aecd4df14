import { discovery } from "./discovery.ts";
import type { Endpoint } from "./endpoint.ts";
import { introspect } from "./introspect.ts";
import { keys } from "./keys.ts";
import { revoke } from "./revoke.ts";
import { token } from "./token.ts";

/** Every route of the token side. */
export const endpoints: readonly Endpoint[] = [
  ...token,
  ...introspect,
  ...revoke,
  ...keys,
  ...discovery,
];
