import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { refuseForeignLinks } from "../../run/foreign-links.ts";

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "foreign-links-"));
  await mkdir(join(root, "chart", "files"), { recursive: true });
  await writeFile(join(root, "chart", "Chart.yaml"), "name: neo4j\n");
  await writeFile(join(root, "credentials"), "hunter2");
});
afterEach(() => rm(root, { recursive: true }));

test.each([
  ["a file", "files/x", "../../credentials"],
  ["a folder", "files/home", "../.."],
  ["a subchart", "charts", "/etc"],
])("nobody brings %s of this machine into a chart by a link", async (_what, link, target) => {
  await symlink(target, join(root, "chart", link));
  await expect(refuseForeignLinks(root, "./chart")).rejects.toMatchObject({
    code: "chart-links",
    message:
      `the chart ./chart has a link to a file outside of it: ${link}. ` +
      "Fix: put the file itself there; Helm would follow the link and take the file for the chart's own.",
  });
});

test("blanks around a chart's path, which Helm drops, hide no link", async () => {
  await symlink("../../credentials", join(root, "chart", "files", "x"));
  await expect(refuseForeignLinks(root, " ./chart ")).rejects.toMatchObject({
    code: "chart-links",
  });
});

test("links within the chart, and what is no chart's folder, are left to Helm", async () => {
  await symlink("../Chart.yaml", join(root, "chart", "files", "x"));
  await symlink("nowhere", join(root, "chart", "files", "y"));
  await refuseForeignLinks("/elsewhere", join(root, "chart"));
  await symlink("/etc", join(root, "etc"));
  for (const path of [".", "missing", "chart.tgz"]) await refuseForeignLinks(root, path);
});
