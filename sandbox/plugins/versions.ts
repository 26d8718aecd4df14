/** The providers that the sandbox has a stand-in for, and the release of the official plugin that each follows. */
export const STAND_INS = { okta: "7.0.0", kubernetes: "4.34.2", random: "4.21.2" } as const;

export type StandInName = keyof typeof STAND_INS;
