export { parseSettings, type SettingsContext } from "./settings/parse.ts";
export { type Problem, SettingsError } from "./settings/problem.ts";
export { readSettings } from "./settings/read.ts";
export type { AccountSettings, Settings } from "./settings/settings.ts";
