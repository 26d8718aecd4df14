import { OktaApiError } from "../../../okta-api/errors.ts";
import { appFinding, originFinding, strangersFinding } from "../../diagnosis/sign-ins/app.ts";
import { claimFinding, groupsFinding } from "../../diagnosis/sign-ins/groups.ts";
import type { Unclear } from "../../diagnosis/sign-ins/look.ts";
import { settingsFinding } from "../../diagnosis/sign-ins/neo4j.ts";
import {
  type Check,
  type CheckInfo,
  type Finding,
  failed,
  passed,
  type Verdict,
} from "../check.ts";
import type { SignInContext } from "../context.ts";
import { NO_API, NO_BREAK_GLASS, NOT_OKTA } from "../not-looked.ts";

const AS_DECLARED = "as declared";
const RESTORE = "Run pulumi up to restore it.";

type Found = Finding | Unclear | undefined;

/** Passes where a look at Okta's objects finds nothing. */
function readBack(
  info: Pick<CheckInfo, "id" | "title" | "setting" | "symptoms"> & { fix?: string },
  look: (context: SignInContext) => Promise<Found>,
): Check<SignInContext> {
  return {
    side: "okta",
    fix: RESTORE,
    ...info,
    optional: true,
    run: async (context) => {
      if (context.signIn.provider !== "okta") return NOT_OKTA;
      if (context.okta === undefined) return NO_API;
      return verdictOf(await look(context), info.fix);
    },
  };
}

function verdictOf(finding: Found, fix?: string): Verdict {
  if (finding === undefined) return passed(AS_DECLARED);
  if ("unclear" in finding) return { status: "skipped", reason: finding.unclear };
  const { seen, ...cause } = finding;
  return failed(AS_DECLARED, seen, fix === undefined ? cause : { ...cause, fix });
}

/** What the Browser's request meets. */
export const signInApp = readBack(
  {
    id: "okta.sign_in_app",
    title:
      "Read back: the app is a single-page app with exactly the declared redirect URIs, in a policy",
    setting: "app of the sign-in",
    symptoms: ["a code goes to an address that nobody declared"],
  },
  appFinding,
);

/** Okta lets in whom the app is assigned to. */
export const signInGroups = readBack(
  {
    id: "okta.sign_in_groups",
    title: "Read back: the app is assigned to exactly the mapped groups",
    setting: "groups of the app",
    symptoms: ["User is not assigned to the client application"],
  },
  groupsFinding,
);

/** A group that the filter leaves out is in no token, and no error says so. */
export const signInClaim = readBack(
  {
    id: "okta.sign_in_claim",
    title: "Read back: the groups claim lets every mapped group through",
    setting: "groups claim of people's tokens",
    symptoms: ["people are connected, but every statement is refused"],
  },
  claimFinding,
);

const origins = readBack(
  {
    id: "okta.sign_in_origins",
    title: "Read back: each of the Browser's origins is a Trusted Origin with CORS",
    setting: "Trusted Origins",
    symptoms: ["blocked by CORS policy"],
  },
  originFinding,
);

/** CORS, for the Browser's own requests. No custom role may read origins, and the request itself is tried as well. */
export const signInOrigins: Check<SignInContext> = {
  ...origins,
  run: async (context) => {
    try {
      return await origins.run(context);
    } catch (error) {
      if (!(error instanceof OktaApiError) || error.details.status !== 403) throw error;
      return { status: "skipped", reason: error.message };
    }
  },
};

const strangers = readBack(
  {
    id: "okta.sign_in_clients",
    title: "Read back: no other client gets tokens that Neo4j takes for those of this sign-in",
    setting: "clients of the access policies",
    fix: "Every app in a policy of this authorization server gets tokens of people that open Neo4j with the roles of their groups. Take it out of the policy; or give the sign-in a server of its own: authorizationServer: { name, audience }; or accept it with --accept-shared.",
    symptoms: ["another app's token opens the database"],
  },
  strangersFinding,
);

const NOT_LOOKED: Verdict = {
  status: "skipped",
  reason:
    "whether other clients get such tokens was not looked at: the server is shared (--okta-api looks, --accept-shared goes without)",
  needed: true,
};

/** Tokens of one server and one audience cannot be told apart. */
export const signInClients: Check<SignInContext> = {
  ...strangers,
  run: async (context) => {
    const { acceptShared, okta, signIn } = context;
    if (!signIn.sharedServer || signIn.tokenType === "id_token") return strangers.run(context);
    if (acceptShared) {
      return { status: "inapplicable", reason: "the server is shared (--accept-shared)" };
    }
    return okta === undefined ? NOT_LOOKED : strangers.run(context);
  },
};

/** What no token shows from outside. */
export const signInSettings: Check<SignInContext> = {
  id: "neo4j.sign_in_settings",
  title: "Read back: Neo4j runs with the settings of the sign-in (with --break-glass)",
  side: "neo4j",
  setting: "dbms.security.oidc.<provider>",
  fix: RESTORE,
  symptoms: [
    "the Browser comes back from the sign-in, and Neo4j refuses the token",
    "people have other roles than declared",
  ],
  optional: true,
  run: async (context) => {
    return context.breakGlass === undefined
      ? NO_BREAK_GLASS
      : verdictOf(await settingsFinding(context));
  },
};
