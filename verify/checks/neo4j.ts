import { isOfPeopleAlone } from "../../access/contract.ts";
import { diagnoseLogin } from "../diagnosis/neo4j.ts";
import { type Check, failed, passed, show } from "./check.ts";
import type { StackContext } from "./context.ts";
import { getJson } from "./http.ts";
import { PEOPLE_ALONE } from "./not-looked.ts";

/** The root of the HTTP connector answers without a login. */
export const neo4jReachable: Check<StackContext> = {
  id: "neo4j.reachable",
  title: "Neo4j answers over HTTP",
  side: "network",
  setting: "address of Neo4j",
  fix: "Is the Pod ready, and is this the address it has from here (--http-uri, --bolt-uri, kubectl port-forward)? A Pod that does not start says why in its log: kubectl logs.",
  symptoms: [
    "ServiceUnavailable from the driver",
    "the Helm release times out, the Pod is in CrashLoopBackOff",
  ],
  run: async (context) => {
    const { httpUri } = context.contract.neo4j;
    const answer = await getJson(httpUri, context);
    if (!answer.reached) return failed("an answer", `${httpUri}: ${answer.reason}`);
    return answer.status === 200 ? passed(httpUri) : failed("200", `${httpUri}: ${answer.status}`);
  },
};

/** The document is what the Browser reads; older releases have no such list. */
export const neo4jProvider: Check<StackContext> = {
  id: "neo4j.provider",
  title: "Neo4j's discovery document lists the OIDC provider",
  side: "neo4j",
  setting: "dbms.security.authentication_providers",
  fix: "The provider is not among the authentication providers of the running server. Run pulumi up; settings are static, so the Pod must have been restarted since.",
  symptoms: ["Neo4j refuses every token", "the Browser offers no single sign-on"],
  run: async (context) => {
    if (isOfPeopleAlone(context.contract)) return PEOPLE_ALONE;
    const answer = await getJson(context.contract.neo4j.httpUri, context);
    const body = answer.reached
      ? (answer.body as { auth_config?: { oidc_providers?: { id?: unknown }[] } } | undefined)
      : undefined;
    const listed = body?.auth_config?.oidc_providers;
    if (!Array.isArray(listed))
      return { status: "inapplicable", reason: "this Neo4j does not list its providers" };
    const ids = listed.map(({ id }) => id);
    const wanted = context.contract.neo4j.providerId;
    return ids.includes(wanted) || ids.includes(`oidc-${wanted}`)
      ? passed(show(ids))
      : failed(wanted, show(ids));
  },
  diagnose: diagnoseLogin,
};
