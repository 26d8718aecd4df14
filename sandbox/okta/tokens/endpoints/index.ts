import { discovery } from "./discovery.ts";
import type { Endpoint } from "./endpoint.ts";
import { keys } from "./keys.ts";
import { token } from "./token.ts";

/** Every route of the token side. */
export const endpoints: readonly Endpoint[] = [token, ...keys, ...discovery];
