import { z } from "zod";
import type { Preview } from "../access/difference/step.ts";
import { Neo4jOktaError } from "../access/errors.ts";
import { jsonOf } from "../access/json.ts";
import { valueAt } from "../access/tree.ts";
import { pulumi } from "../command/pulumi.ts";
import { reasonOf } from "../tokens/http.ts";
import { type Finding, failed, notLookedAt, ok, warning } from "./finding.ts";

/** The oldest engine that the program was tried with. */
const OLDEST_ENGINE = [3, 230] as const;

/** Milliseconds for the chart's repository. */
const TIMEOUT = 10_000;

/** The engine's version and where it keeps the state. */
export async function engineFindings(project: string): Promise<Finding[]> {
  const options = { project, otherwise: "leave the engine out with --preview FILE" };
  try {
    const version = (await pulumi(["version"], options)).trim();
    const { url } = z
      .object({ url: z.string() })
      .parse(jsonOf(await pulumi(["whoami", "--json", "--verbose"], options)));
    return [engine(version), backend(url)];
  } catch (error) {
    if (!(error instanceof Neo4jOktaError)) throw error;
    return [
      failed(
        "engine.version",
        "the Pulumi engine",
        error.message,
        "install Pulumi, and log in with pulumi login",
      ),
    ];
  }
}

/** @param version e.g. `v3.274.1` */
export function engine(version: string): Finding {
  const [major = 0, minor = 0] = version.replace(/^v/, "").split(".").map(Number);
  const [oldest, oldestMinor] = OLDEST_ENGINE;
  if (major === oldest && minor >= oldestMinor)
    return ok("engine.version", "the Pulumi engine", version);
  return failed(
    "engine.version",
    "the Pulumi engine",
    `${version} is none that the program was tried with`,
    `install Pulumi ${oldest}.${oldestMinor} or a newer ${oldest}.x`,
  );
}

/** @param url e.g. `https://app.pulumi.com/team` or `file://~` */
export function backend(url: string): Finding {
  if (!url.startsWith("file:"))
    return ok("engine.backend", "the backend of the state", withoutUser(url));
  return warning(
    "engine.backend",
    "the backend of the state",
    `${url} is on this machine: nobody else sees it, and it is lost with the machine`,
    "pulumi login to a shared backend, and move the stack with pulumi stack export and import",
  );
}

/** Whether the release's chart is there to be fetched, and under which licence Neo4j will run. */
export async function chartFindings({ after }: Pick<Preview, "after">): Promise<Finding[]> {
  const releases = after.filter(({ type }) => type === "kubernetes:helm.sh/v3:Release");
  const all = await Promise.all(
    releases.map(async ({ properties }) => [
      await chart(
        valueAt(properties, ["repositoryOpts", "repo"]),
        String(properties.chart),
        String(properties.version),
      ),
      licence(valueAt(properties, ["values", "neo4j", "acceptLicenseAgreement"])),
    ]),
  );
  return all.flat();
}

async function chart(repository: unknown, name: string, version: string): Promise<Finding> {
  const what = `chart ${name} ${version}`;
  if (typeof repository !== "string")
    return ok("chart.reachable", `chart ${name}`, "a chart by path");
  const index = `${repository.replace(/\/+$/, "")}/index.yaml`;
  const shown = withoutUser(index);
  const fix = "let this machine reach the repository, or give neo4j.chart.path";
  try {
    const response = await fetch(index, { signal: AbortSignal.timeout(TIMEOUT) });
    await response.body?.cancel();
    if (response.ok) return ok("chart.reachable", what, `${shown} answers`);
    return failed("chart.reachable", what, `${shown} answers ${response.status}`, fix);
  } catch (error) {
    return failed(
      "chart.reachable",
      what,
      `${shown} cannot be reached: ${withoutUser(reasonOf(error))}`,
      fix,
    );
  }
}

/** User and password may stand in an address. */
function withoutUser(text: string): string {
  return text.replace(/\/\/[^/\s]*@/g, "//");
}

/** @param accepted the chart's value `neo4j.acceptLicenseAgreement` */
export function licence(accepted: unknown): Finding {
  const what = "Neo4j's licence";
  if (accepted === "yes")
    return ok("neo4j.licence", what, "accepted: yes, by your agreement with Neo4j");
  if (accepted === "eval") {
    return warning(
      "neo4j.licence",
      what,
      "accepted: eval, which ends after 30 days",
      "set neo4j.license: yes once you have an agreement",
    );
  }
  return notLookedAt("neo4j.licence", what, "the preview does not say");
}
