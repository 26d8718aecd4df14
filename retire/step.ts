import { shellWord } from "../access/shell-word.ts";

/** One thing to do, in its turn. */
export interface Step {
  /** E.g. `grace`. */
  id: "bound" | "grace" | "keep" | "disable" | "watch" | "prove" | "remove" | "prove-removed";
  title: string;
  /** What to do or to know, sentence by sentence. */
  text: readonly string[];
  commands: readonly string[];
  /** True: by what is deployed it is behind us. */
  isPast: boolean;
}

/** What the commands of a plan are called with. */
export interface Called {
  account: string;
  clientId: string;
  /** `--stack NAME` or `--contract FILE`. */
  source: string;
  grace: number;
  /** YYYY-MM-DD. */
  today: string;
}

/** A step, whether or not it is behind. */
export type Described = Omit<Step, "isPast">;

/** The command that proves it, by the account's name. */
export function proof({ account, source }: Called): string {
  return `npm run retire -- ${source} --account ${shellWord(account)} --prove`;
}
