export { parseSettings } from "./settings/parse.ts";
export { SettingsError, settingPath } from "./settings/problem.ts";
export { readSettings } from "./settings/read.ts";
export type {
  AccountSettings,
  OktaSignInSettings,
  Settings,
  SignInSettings,
} from "./settings/settings.ts";
