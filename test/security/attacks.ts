import { GRANTS } from "./attacks/grants.ts";
import { NAMES } from "./attacks/names.ts";
import { POD } from "./attacks/pod.ts";
import { RENDERED } from "./attacks/rendered.ts";
import { PLAINTEXT, SERVER } from "./attacks/server.ts";

/** What a stack marked `production` may give under a waiver. */
export const WAIVABLE = [...GRANTS, ...SERVER, ...PLAINTEXT];

/** Every attack by a single setting. */
export const ATTACKS = [...WAIVABLE, ...POD, ...RENDERED, ...NAMES];
