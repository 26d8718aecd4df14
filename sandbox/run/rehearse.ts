import { SandboxError } from "../errors.ts";
import { type Changes, doneChanges, pendingChanges } from "./changes.ts";
import type { Engine } from "./engine.ts";
import type { Journal } from "./outcome/journal.ts";
import { plain } from "./plain.ts";
import { keepReport, type Reporter } from "./reporter.ts";
import type { Proof } from "./verifier.ts";

/**
 * The way there: preview, up, the proof, and a second preview that must be empty. That one only reads, so it
 * runs beside the proof; it has ended when this settles, and what it tells comes after what the proof tells.
 *
 * @param prove told the stack's outputs, secrets in the clear
 * @throws SandboxError `preview-not-empty`, and what the engine and the proof throw; the proof's error comes first
 */
export async function deployAndProve(
  engine: Engine,
  report: Reporter,
  { during, changed }: Pick<Journal, "during" | "changed">,
  prove: (outputs: Record<string, unknown>) => Promise<Proof>,
): Promise<Proof> {
  report.heading("pulumi preview");
  const planned = await during("preview", () => engine.preview());
  report.step(pendingChanges(planned).join(", ") || "no changes");
  for (const line of changed.close(planned)) report.line(plain(`    ${line}`));
  report.heading("pulumi up");
  report.step(doneChanges(await during("up", () => engine.up())));
  const outputs = await engine.outputs();
  const names = Object.keys(outputs).sort();
  if (names.length > 0) report.step(`outputs: ${names.join(", ")}`);

  report.heading("proof");
  const kept = keepReport();
  const [proving, again] = await Promise.allSettled([
    during("proof", () => prove(outputs)),
    during("preview-again", async () => assertConverged(await engine.preview(kept))),
  ]);
  if (proving.status === "rejected") throw proving.reason;
  const proof = proving.value;
  report.step(proof.proven ? "proven" : `not proven: ${proof.reason}`);

  report.heading("pulumi preview, again");
  kept.play(report);
  if (again.status === "rejected") throw again.reason;
  report.step("no changes");
  return proof;
}

function assertConverged(changes: Changes): void {
  const pending = pendingChanges(changes);
  if (pending.length === 0) return;
  throw new SandboxError(
    "preview-not-empty",
    `the second preview wants to change what was just deployed: ${pending.join(", ")}. The program or a provider does not converge.`,
  );
}
