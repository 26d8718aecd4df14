import { Readable } from "node:stream";
import { main } from "../../deployer/main.ts";
import { deployerSchema, type Report } from "../../deployer/schema.ts";
import { captured, type Run } from "../support/captured.ts";

/** Runs `npm run deployer` on a preview. */
export function deployer(preview: string, ...options: string[]): Promise<Run> {
  return captured((streams) =>
    main(["--preview", "-", ...options], { ...streams, input: Readable.from([preview]) }),
  );
}

/** What `--json` prints of a preview, as the published schema says. */
export async function computed(preview: string, ...options: string[]): Promise<Report> {
  const { out } = await deployer(preview, "--json", ...options);
  return deployerSchema.parse(JSON.parse(out));
}
