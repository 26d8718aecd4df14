import { SandboxError } from "../errors.ts";
import { doneChanges, type Engine, pendingChanges } from "./engine.ts";
import type { Reporter } from "./reporter.ts";
import type { Proof } from "./verifier.ts";

/**
 * The way there: preview, up, the proof, and a second preview that must be empty.
 *
 * @param prove told the stack's outputs, secrets in the clear
 * @throws SandboxError `preview-not-empty`, and what the engine and the proof throw
 */
export async function deployAndProve(
  engine: Engine,
  report: Reporter,
  prove: (outputs: Record<string, unknown>) => Promise<Proof>,
): Promise<Proof> {
  report.heading("pulumi preview");
  const planned = pendingChanges(await engine.preview());
  report.step(planned.join(", ") || "no changes");
  report.heading("pulumi up");
  report.step(doneChanges(await engine.up()));
  const outputs = await engine.outputs();
  const names = Object.keys(outputs).sort();
  if (names.length > 0) report.step(`outputs: ${names.join(", ")}`);

  report.heading("proof");
  const proof = await prove(outputs);
  report.step(proof.proven ? "proven" : `not proven: ${proof.reason}`);

  report.heading("pulumi preview, again");
  const pending = pendingChanges(await engine.preview());
  if (pending.length > 0) {
    throw new SandboxError(
      "preview-not-empty",
      `the second preview wants to change what was just deployed: ${pending.join(", ")}. The program or a provider does not converge.`,
    );
  }
  report.step("no changes");
  return proof;
}
