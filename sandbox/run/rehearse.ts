import { SandboxError } from "../errors.ts";
import { type Engine, pendingChanges } from "./engine.ts";
import { type Deployed, readOutputs } from "./handover.ts";
import type { Reporter } from "./reporter.ts";

/** The way there: preview, up, the proof, and a second preview that must be empty. */
export async function deployAndProve(
  engine: Engine,
  report: Reporter,
  prove: (deployed: Deployed) => Promise<void>,
): Promise<Deployed> {
  report.heading("pulumi preview");
  await engine.preview();
  report.heading("pulumi up");
  await engine.up();
  const deployed = readOutputs(await engine.outputs());

  report.heading("proof: each account asks for a token and opens the database");
  await prove(deployed);

  report.heading("pulumi preview, again");
  const pending = pendingChanges(await engine.preview());
  if (pending.length > 0) {
    throw new SandboxError(
      "preview-not-empty",
      `the second preview wants to change what was just deployed: ${pending.join(", ")}. The program or a provider does not converge.`,
    );
  }
  report.step("no changes");
  return deployed;
}
