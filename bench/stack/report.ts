import type { Measurement } from "@neo4j-okta/sandbox/bench";
import { type Cost, growth, linearity, slope } from "./growth.ts";
import type { Life, Step } from "./life.ts";
import { ends, oktaCalls } from "./okta-calls.ts";
import type { ProgramTime } from "./program-time.ts";

/** Everything that was measured. */
export interface Measured {
  /** The same engine, on a program that declares nothing. */
  empty: Life;
  /** Fewest accounts first. */
  lives: readonly Life[];
  /** The same without a checkpoint after each step of each resource. Fewest accounts first. */
  unchecked: readonly Life[];
  /** The same engine, on a program that declares only the apps. Fewest and most accounts. */
  bare: readonly Life[];
  /** By count of accounts; 0: the empty program. */
  program: ReadonlyMap<number, ProgramTime>;
  /** As many bare apps as the most accounts. */
  bareProgram: ProgramTime;
}

const STEPS = ["create", "preview", "destroy"] as const;

/** The rows of the benchmark: program, engine, Okta. */
export function report(measured: Measured): Measurement[] {
  return [
    ...programRows(measured),
    ...STEPS.flatMap((name) => engineRows(name, measured)),
    ...bareRows(measured),
    ...uncheckedRows(measured),
    ...oktaCalls(measured.lives),
  ];
}

function programRows({ program, lives }: Measured): Measurement[] {
  const { many } = ends(lives);
  const costs = lives.map((life) => ({ ...life, value: program.get(life.accounts)?.again ?? NaN }));
  return [
    ...[...program].map(([accounts, { again }]) => ({
      what: `program: ${named(accounts)}`,
      value: again,
      unit: "ms of processor time",
    })),
    {
      what: `program: ${named(many.accounts)}, first time, loading its modules`,
      value: program.get(many.accounts)?.first ?? NaN,
      unit: "ms of processor time",
    },
    {
      what: `program: ${named(many.accounts)} / empty program`,
      value: (program.get(many.accounts)?.again ?? NaN) / (program.get(0)?.again ?? NaN),
      unit: "",
    },
    linearity("program", costs),
  ];
}

function engineRows(name: (typeof STEPS)[number], { empty, lives }: Measured): Measurement[] {
  const { few, many } = ends(lives);
  const costs = costsOf(lives, name);
  const label = name === "preview" ? "unchanged preview" : name;
  return [
    ...[empty, ...lives].map((life) => ({
      what: `${label}: ${named(life.accounts)}`,
      value: life[name].seconds,
      unit: `s${besides(life[name])}`,
    })),
    ...[few, many].map((life) => ({
      what: `${label}: ${named(life.accounts)} / empty program`,
      value: life[name].seconds / empty[name].seconds,
      unit: "",
    })),
    {
      what: `${label}: one account more, on average`,
      value: slope(...endsOf(costs)) * 1000,
      unit: many[name].processor === undefined ? "ms" : "ms of processor time",
    },
    ...shareRows(`${label}: ${named(many.accounts)}`, many[name]),
    ...growth(label, costs),
    ...(name === "preview" ? [linearity(label, costs)] : []),
  ];
}

function shareRows(what: string, { shares }: Step): Measurement[] {
  if (shares === undefined) return [];
  const all = shares.program + shares.engine + shares.plugins;
  const parts = [
    ["program and Okta emulator", shares.program],
    ["engine", shares.engine],
    ["provider plugins", shares.plugins],
  ] as const;
  return parts.map(([part, value]) => ({
    what: `${what}, share of ${part}`,
    value: (value / all) * 100,
    unit: "%",
  }));
}

/** The most that an account may cost as a multiple of its bare app. */
const OF_A_BARE_APP = 1.15;

/** What the product's own parts cost beside the apps that somebody would write by hand. */
function bareRows({ program, bareProgram, lives, bare }: Measured): Measurement[] {
  const { many } = ends(lives);
  const all = named(many.accounts);
  return [
    {
      what: `program: ${all} / as many bare apps`,
      value: (program.get(many.accounts)?.again ?? NaN) / bareProgram.again,
      unit: "",
    },
    ...(["preview", "create"] as const).map((name): Measurement => {
      const costs = [costsOf(lives, name), costsOf(bare, name)] as const;
      const [account, app] = costs.map((of) => slope(...endsOf(of))) as [number, number];
      return {
        what: `${name === "preview" ? "unchanged preview" : name}: one account more / one bare app more`,
        value: account / app,
        unit: "",
        ...(many.accounts < 100 ? {} : { goal: { atMost: OF_A_BARE_APP } }),
      };
    }),
  ];
}

/** The most that creating or deleting an account may cost as a multiple of previewing it. */
const OF_A_PREVIEW = 2;

/**
 * The engine writes the whole state after every step of every resource, so that its own cost of a
 * change is partly quadratic. Without that, an account costs about what it costs in a preview, whose
 * cost is linear. Its cost is not compared between small stacks: beside a few of them, Neo4j's own
 * start and end vary too much. Fewer than a hundred accounts have no goal for the same reason.
 */
function uncheckedRows({ lives, unchecked }: Measured): Measurement[] {
  const { few, many } = ends(unchecked);
  const previewed = slope(...endsOf(costsOf(lives, "preview")));
  const rows = (["create", "destroy"] as const).flatMap((name): Measurement[] => {
    const label = `${name} without checkpoints`;
    return [
      ...[few, many].map((life) => ({
        what: `${label}: ${named(life.accounts)}`,
        value: life[name].seconds,
        unit: `s${besides(life[name])}`,
      })),
      {
        what: `${label}: one account more / in an unchanged preview`,
        value: slope(...endsOf(costsOf(unchecked, name))) / previewed,
        unit: "",
        ...(many.accounts < 100 ? {} : { goal: { atMost: OF_A_PREVIEW } }),
      },
    ];
  });
  return [
    ...rows,
    {
      what: "create without checkpoints: Okta objects per account",
      value: (many.objects - few.objects) / (many.accounts - few.accounts),
      unit: "",
      goal: { exactly: 1 },
    },
  ];
}

/** Processor time where it is known, as other programs on the machine do not slow it down. */
function costsOf(lives: readonly Life[], name: (typeof STEPS)[number]): Cost[] {
  const known = lives.every((life) => life[name].processor !== undefined);
  return lives.map((life) => ({
    ...life,
    value: (known ? life[name].processor : undefined) ?? life[name].seconds,
  }));
}

function endsOf(costs: readonly Cost[]): [Cost, Cost] {
  const { few, many } = ends(costs);
  return [few, many];
}

function besides({ processor }: Step): string {
  return processor === undefined ? "" : `, ${processor.toFixed(2)} s of processor time`;
}

function named(accounts: number): string {
  if (accounts === 0) return "empty program";
  return accounts === 1 ? "1 account" : `${accounts} accounts`;
}
