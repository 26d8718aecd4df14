import { readFileSync } from "node:fs";
import { join } from "node:path";

const PREVIEWS = join(import.meta.dirname, "../../test/golden/review/previews");

/** A change of every account of a stack, as the real engine previewed it, and the unchanged stack. */
const [CHANGED, BASE] = ["mass-change", "dedicated"];

const APP = "okta:app/oAuth:OAuth";

interface Step {
  op: string;
  urn: string;
}

interface Preview {
  steps: Step[];
  unchanged?: string[];
  changeSummary: Record<string, number>;
}

/**
 * The text of a preview with so many accounts, each of which changes: the recorded one with the steps
 * of its accounts repeated.
 */
export function previewOf(accounts: number): string {
  const [changed, base] = [CHANGED, BASE].map(read) as [Preview, Preview];
  const { unchanged = [] } = changed;
  const steps = [...changed.steps, ...base.steps.filter(({ urn }) => unchanged.includes(urn))];
  const apps = steps.filter(({ urn }) => urn.includes(APP)).map((step) => JSON.stringify(step));
  const names = apps.map(nameOf);
  const made = Array.from({ length: accounts }, (_, index) => {
    const kind = index % apps.length;
    const [text = "", name = ""] = [apps[kind], names[kind]];
    return text.replaceAll(name, `${name}-${index}`);
  });
  const ids = made.map(nameOf);
  const others = steps
    .filter(({ urn }) => !urn.includes(APP))
    .map((step) =>
      JSON.stringify(step, (key, value) => (key === "clientWhitelists" ? ids : value)),
    );
  const same = others.length - (changed.steps.length - apps.length);
  const summary = { ...changed.changeSummary, same, update: accounts };
  return `{"steps":[${[...others, ...made].join(",")}],"changeSummary":${JSON.stringify(summary)}}`;
}

function read(name: string): Preview {
  return JSON.parse(readFileSync(join(PREVIEWS, `${name}.json`), "utf8")) as Preview;
}

/** The account that a step makes the app of: its client id. */
function nameOf(step: string): string {
  return /"clientId":"([^"]+)"/.exec(step)?.[1] ?? "";
}
