import { TokenError } from "../../tokens/errors.ts";
import { answerOrRefusal, type Check, failed, passed } from "./check.ts";
import type { AccountContext } from "./context.ts";
import { isClientUnknown } from "./refusals.ts";

/** A token that was issued before still opens the database until it expires. */
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
    const answer = await answerOrRefusal(tokens.getToken(), TokenError);
    if (!(answer instanceof TokenError)) return failed("invalid_client", "a token");
    // A secret or key of before is refused by an active app too.
    return isClientUnknown(answer.details)
      ? passed(answer.message)
      : { status: "skipped", reason: answer.message };
  },
};
