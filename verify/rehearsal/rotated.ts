import { z } from "zod";
import { OktaApi } from "../../okta-api/client.ts";
import type { StackOutputs } from "../inputs/outputs.ts";
import { manage, type Org } from "./org.ts";

const secretsSchema = z.array(z.looseObject({ client_secret: z.string(), status: z.string() }));

/**
 * The outputs with the secrets that a rotation alone knows (`rotation: true`), as the org has them: what `rotate`
 * would deliver. Only an emulated org can be asked for this.
 *
 * @throws VerifyError `verify-handover` when the org refuses it
 */
export async function withRotated(okta: Org, outputs: StackOutputs): Promise<StackOutputs> {
  const api = new OktaApi({ orgUrl: okta.url, authorization: `Bearer ${okta.accessToken}` });
  const credentials = { ...outputs.credentials };
  for (const { name, clientId, rotation } of outputs.contract.accounts) {
    const app = rotation && !Object.hasOwn(credentials, name) ? await api.app(clientId) : undefined;
    if (app === undefined) continue;
    const listed = await manage(okta, "GET", `/api/v1/apps/${app.id}/credentials/secrets`);
    const secret = secretsSchema.parse(listed).find(({ status }) => status === "ACTIVE");
    if (secret) credentials[name] = { clientId, clientSecret: secret.client_secret };
  }
  return { ...outputs, credentials };
}
