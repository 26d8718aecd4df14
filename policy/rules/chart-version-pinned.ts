import type { ResourceRule } from "../rule.ts";
import { ofNeo4j, RELEASE } from "../subject.ts";

const EXACT = /^v?\d+\.\d+\.\d+(?:[-+][\w.+-]+)?$/;

/** A folder or an archive, which has one version. */
const BY_PATH = /^[./]|\.tgz$/;

export const chartVersionPinned: ResourceRule = {
  name: "chart-version-pinned",
  description: "Neo4j's chart is pinned to one version.",
  why: "Otherwise a deployment upgrades the database on the day on which somebody publishes a chart.",
  fix: "pin one version, e.g. 5.26.30",
  level: "mandatory",
  owasp: "NHI3",
  tags: ["CM-2", "SI-7"],
  types: [RELEASE],
  judge: ofNeo4j((release) => {
    if (BY_PATH.test(release.text("chart") ?? "")) return [];
    const value = release.text("version");
    if (EXACT.test(value ?? "") || release.open.has("version")) return [];
    const newest = "the newest chart of the day is installed";
    const reason = value === undefined ? `is not set, so that ${newest}` : `by which ${newest}`;
    return [{ at: "version", value, reason }];
  }),
};
