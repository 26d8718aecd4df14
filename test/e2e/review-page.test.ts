import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { type Browser, chromium } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { HOSTILE, renamed } from "../review/hostile.ts";
import { run } from "../review/run.ts";
import { recordedPreview } from "../support/recorded-preview.ts";

const ROOT = resolve(import.meta.dirname, "../..");
/** Screenshots of the last run; not in the repository. */
const SCREENSHOTS = join(ROOT, ".vitest/review-page");
/** The picture that README.md shows. */
const PICTURE = join(ROOT, "docs/review.png");
const BROWSER = [process.env.CHROMIUM, "/usr/bin/chromium", "/usr/bin/google-chrome"].find(
  (path) => path !== undefined && existsSync(path),
);

const GAIN = recordedPreview("reader-to-publisher", "dedicated");
const PAGES = {
  mapping: recordedPreview("group-of-other-role", "dedicated"),
  adopted: recordedPreview("dedicated-to-adopted", "dedicated"),
  hostile: renamed(GAIN, HOSTILE.join(" ")),
  long: renamed(GAIN, "x".repeat(100_000)),
};
const SCREENS = [390, 1280].flatMap((width) =>
  (["light", "dark"] as const).map((colours) => ({ width, colours })),
);

describe.skipIf(BROWSER === undefined)(
  "the page in a browser (skipped where neither CHROMIUM nor /usr/bin has one)",
  () => {
    let browser: Browser;
    let folder: string;

    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), "review-page-"));
      await mkdir(SCREENSHOTS, { recursive: true });
      for (const [name, preview] of Object.entries(PAGES)) {
        await run(preview, "--preview", "-", "--html", join(folder, `${name}.html`));
      }
      browser = await chromium.launch({
        executablePath: BROWSER ?? "",
        // Containers have no user namespaces; the pages are ours.
        args: ["--no-sandbox"],
      });
      console.log(`screenshots: ${SCREENSHOTS}`);
    });

    afterAll(async () => {
      await browser?.close();
      await rm(folder, { recursive: true });
    });

    /** Opens a page, and says what it asked for and complained of. */
    async function open(name: string, { width, colours }: (typeof SCREENS)[number]) {
      const context = await browser.newContext({
        viewport: { width, height: 844 },
        colorScheme: colours,
      });
      const page = await context.newPage();
      const url = pathToFileURL(join(folder, `${name}.html`)).href;
      const seen: string[] = [];
      page.on("console", (message) => void seen.push(message.text()));
      page.on("pageerror", (error) => void seen.push(String(error)));
      page.on("dialog", (dialog) => void seen.push(dialog.message()));
      await context.route("**", (route, request) => {
        if (request.url() === url) return route.continue();
        seen.push(request.url());
        return route.abort();
      });
      await page.goto(url);
      return { page, seen };
    }

    describe.each(Object.keys(PAGES))("%s", (name) => {
      test.each(SCREENS)("on $width pixels, $colours", async (screen) => {
        const { page, seen } = await open(name, screen);
        const scrollWidth = await page.evaluate("document.documentElement.scrollWidth");
        const background = await page.evaluate("getComputedStyle(document.body).backgroundColor");
        const path = join(SCREENSHOTS, `${name}-${screen.width}-${screen.colours}.png`);
        await page.screenshot({ path });
        expect(seen).toEqual([]);
        expect(scrollWidth).toBeLessThanOrEqual(screen.width);
        expect(background).toBe(
          screen.colours === "dark" ? "rgb(13, 17, 23)" : "rgb(255, 255, 255)",
        );
        await page.context().close();
      });
    });

    test("the page's own policy forbids requests and scripts", async () => {
      const { page, seen } = await open("mapping", { width: 390, colours: "light" });
      await page.evaluate(`new Promise((done) => {
      const image = document.createElement("img");
      image.onerror = done;
      image.src = "https://example.com/x.png";
      const script = document.createElement("script");
      script.textContent = "console.log('it ran')";
      document.body.append(image, script);
    })`);
      expect(seen.toSorted()).toEqual([
        expect.stringMatching(/script.* violates .*Content Security Policy/s),
        expect.stringMatching(/image.* violates .*Content Security Policy/s),
      ]);
      await page.context().close();
    });

    test.runIf(process.env.UPDATE_PICTURE)(
      "UPDATE_PICTURE=1 makes the picture of README.md",
      async () => {
        const { page } = await open("mapping", { width: 1000, colours: "light" });
        await page.screenshot({ path: PICTURE, fullPage: true });
        expect((await stat(PICTURE)).size).toBeLessThan(150_000);
      },
    );
  },
);
