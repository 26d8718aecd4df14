import { z } from "zod";
import { VerifyError } from "../errors.ts";
import { readJsonFile } from "../inputs/json-file.ts";

const serviceSchema = z.looseObject({
  namespace: z.string(),
  name: z.string(),
  port: z.int(),
  /** `127.0.0.1:port`. */
  address: z.string(),
});

const handoverSchema = z.looseObject({
  version: z.literal(1),
  /** File with the stack's outputs, secrets in the clear. */
  outputs: z.string(),
  okta: z.looseObject({ url: z.string(), accessToken: z.string() }),
  /** Signs assertions for every client, since the accounts' own private keys are not known. */
  signingKey: z.looseObject({ kid: z.string(), privateKey: z.string() }),
  services: z.array(serviceSchema),
  /** Folder for files of the verifier's own. */
  directory: z.string(),
  /** File whose text is shown to the user of a rehearsal that stays up. */
  guide: z.string(),
  /** File for the report, as JSON. */
  result: z.string().optional(),
});

/** What the sandbox tells the verifier; `sandbox/README.md` describes it. */
export type Handover = z.infer<typeof handoverSchema>;

/** @throws VerifyError `verify-handover` when the file is not what this version reads */
export async function readHandover(path: string): Promise<Handover> {
  const handover = handoverSchema.safeParse(await readJsonFile(path, "The hand-over file"));
  if (handover.success) return handover.data;
  const [issue] = handover.error.issues;
  throw new VerifyError(
    "verify-handover",
    `${path} is not a hand-over that this version reads: ${issue?.path.join(".")}: ${issue?.message}.`,
  );
}

/** @throws VerifyError `verify-handover` when the rehearsal's cluster has no such Service, or no ready Pod behind it */
export function serviceAddress(
  { services }: Handover,
  namespace: string,
  name: string,
  port: number,
): string {
  const service = services.find(
    (candidate) =>
      candidate.namespace === namespace && candidate.name === name && candidate.port === port,
  );
  if (service) return service.address;
  const known = services.map((one) => `${one.namespace}/${one.name}:${one.port}`).join(", ");
  throw new VerifyError(
    "verify-handover",
    `Nothing is ready behind the Service ${namespace}/${name}, port ${port}. Ready: ${known || "none"}.`,
  );
}
