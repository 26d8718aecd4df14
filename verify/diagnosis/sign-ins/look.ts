import type { AccessContract } from "../../../access/contract.ts";
import type { ContractSignIn } from "../../../access/sign-in/contract.ts";
import type { OktaApi } from "../../../okta-api/client.ts";
import type { Finding } from "../../checks/check.ts";
import type { SignInContext } from "../../checks/context.ts";

const RESTORE = "Run pulumi up to restore it.";

/** Why a look tells nothing either way. */
export interface Unclear {
  unclear: string;
}

/** What a look at one kind of Okta's objects works with. */
export interface Scene {
  okta: OktaApi;
  signIn: ContractSignIn;
  contract: AccessContract;
}

/** A look at Okta's objects; undefined where they are as declared, or cannot be read. */
export function lookAt<F extends Finding | Unclear = Finding>(
  look: (scene: Scene) => Promise<F | undefined>,
): (context: SignInContext) => Promise<F | undefined> {
  return async ({ okta, signIn, contract }) =>
    okta === undefined || signIn.provider !== "okta" ? undefined : look({ okta, signIn, contract });
}

/** Says what is wrong at Okta. */
export function found(setting: string, seen: string): Finding {
  return { side: "okta", setting, seen, fix: RESTORE };
}

export function noApp({ clientId }: ContractSignIn): Finding {
  return found("app of the sign-in", `no app has the client id ${clientId}`);
}

export function noServer({ issuer }: ContractSignIn): Finding {
  return found("authorization server of the sign-in", `no server has the issuer ${issuer}`);
}
