import { TokenError } from "../../tokens/errors.ts";
import { type AccountContext, type Check, failed, passed } from "./check.ts";

export const disabledRefused: Check<AccountContext> = {
  id: "token.disabled",
  title: "A disabled account gets no token",
  side: "okta",
  setting: "status of the app",
  fix: "The app is ACTIVE although the stack declares the account disabled. Run pulumi up, or deactivate the app. Tokens issued before live until they expire.",
  symptoms: ["a retired service still opens the database"],
  optional: true,
  run: async ({ tokens }) => {
    if ("missing" in tokens) return { status: "skipped", reason: tokens.missing };
    try {
      await tokens.getToken();
      return failed("invalid_client", "a token");
    } catch (error) {
      if (!(error instanceof TokenError)) throw error;
      return error.details.error === "invalid_client"
        ? passed(error.message)
        : { status: "skipped", reason: error.message };
    }
  },
};
