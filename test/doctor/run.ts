import { Readable } from "node:stream";
import type { OktaEmulator } from "@neo4j-okta/sandbox/okta";
import { doctorSchema, type Finding } from "../../doctor/finding.ts";
import { main } from "../../doctor/main.ts";
import { captured, type Run } from "../support/captured.ts";
import type { ServiceAppKey } from "../support/service-app.ts";

/** Runs `npm run doctor`. */
export function doctor(
  argv: string[],
  { input = "", environment = {} }: { input?: string; environment?: Record<string, string> } = {},
): Promise<Run> {
  return captured((streams) =>
    main(argv, { ...streams, input: Readable.from([input]), environment }),
  );
}

/** What the environment of a service app has. */
export function asApp({ url }: OktaEmulator, { clientId, privateKey, kid }: ServiceAppKey) {
  return {
    OKTA_ORG_URL: url,
    OKTA_API_CLIENT_ID: clientId,
    OKTA_API_PRIVATE_KEY: privateKey,
    OKTA_API_PRIVATE_KEY_ID: kid,
  };
}

/** What `--json` prints, as the published schema says. */
export function findings({ out }: Run): Finding[] {
  return doctorSchema.parse(JSON.parse(out)).findings;
}
