/** Environment variables that give the management tokens. */
export const TOKEN_VARIABLES = {
  accessToken: "OKTA_EMULATOR_ACCESS_TOKEN",
  apiToken: "OKTA_EMULATOR_API_TOKEN",
} as const;
