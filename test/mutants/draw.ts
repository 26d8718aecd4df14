import type { Checker, CheckResult } from "@stryker-mutator/api/check";
import type { Mutant } from "@stryker-mutator/api/core";
import { declareFactoryPlugin, PluginKind } from "@stryker-mutator/api/plugin";
import { lastLot, lot } from "./sample.ts";

const NOT_DRAWN = { status: "compileError", reason: "not in the sample" } as CheckResult;
const DRAWN = { status: "passed" } as CheckResult;

/** A Stryker checker that lets only the drawn mutants through; size and seed come by environment. */
class Draw implements Checker {
  readonly #size = Number(process.env.MUTANTS_SAMPLE);
  readonly #seed = process.env.MUTANTS_SEED ?? "";
  #last = -1;

  async init(): Promise<void> {}

  async group(mutants: Mutant[]): Promise<string[][]> {
    this.#last = lastLot(mutants, this.#size, this.#seed);
    return [mutants.map(({ id }) => id)];
  }

  async check(mutants: Mutant[]): Promise<Record<string, CheckResult>> {
    return Object.fromEntries(
      mutants.map((mutant) => [
        mutant.id,
        lot(mutant, this.#seed) <= this.#last ? DRAWN : NOT_DRAWN,
      ]),
    );
  }
}

function createDraw(): Draw {
  return new Draw();
}

export const strykerPlugins = [declareFactoryPlugin(PluginKind.Checker, "draw", createDraw)];
