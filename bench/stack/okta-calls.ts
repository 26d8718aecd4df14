import type { Measurement } from "@neo4j-okta/sandbox/bench";
import { type Life, type Step, total } from "./life.ts";

/** What accounts cost at Okta: exact counts, so each has a goal that one call more would miss. */
export function oktaCalls(lives: readonly Life[]): Measurement[] {
  const { few, many } = ends(lives);
  const perAccount = (of: (life: Life) => number) =>
    (of(many) - of(few)) / (many.accounts - few.accounts);
  const calls = (step: (life: Life) => Step, ...methods: string[]) =>
    perAccount((life) => methods.reduce((sum, method) => sum + (step(life).calls[method] ?? 0), 0));
  const all = (step: (life: Life) => Step) => perAccount((life) => total(step(life).calls));
  const exact = (what: string, value: number, exactly: number): Measurement => ({
    what,
    value,
    unit: "",
    goal: { exactly },
  });
  const create = (life: Life) => life.create;
  const preview = (life: Life) => life.preview;
  const destroy = (life: Life) => life.destroy;
  return [
    exact(
      "Okta objects per account",
      perAccount(({ objects }) => objects),
      1,
    ),
    {
      what: "Okta objects besides the accounts'",
      value: few.objects - few.accounts * perAccount(({ objects }) => objects),
      unit: "",
    },
    exact("create: POST per account", calls(create, "POST"), 1),
    exact("create: GET per account", calls(create, "GET"), 1),
    exact("create: calls per account", all(create), 2),
    {
      what: "create: calls besides the accounts'",
      value: total(few.create.calls) - few.accounts * all(create),
      unit: "",
    },
    exact("unchanged preview: calls per account", all(preview), 0),
    exact(
      "unchanged preview: calls in all, to read the adopted server",
      largest(lives, preview),
      1,
    ),
    exact(
      "unchanged preview: kinds of change",
      lives.reduce((sum, { pending }) => sum + pending.length, 0),
      0,
    ),
    exact("destroy: calls per account, to deactivate and delete", all(destroy), 2),
    exact(
      "destroy: Okta objects left",
      lives.reduce((sum, { left }) => sum + left, 0),
      0,
    ),
  ];
}

function largest(lives: readonly Life[], step: (life: Life) => Step): number {
  return Math.max(...lives.map((life) => total(step(life).calls)));
}

/** The lives with the fewest and with the most accounts; they are in that order. */
export function ends<T>(lives: readonly T[]): { few: T; many: T } {
  const [few] = lives;
  const many = lives.at(-1);
  if (few === undefined || many === undefined || few === many) {
    throw new Error("growth takes two sizes at least");
  }
  return { few, many };
}
