import { join } from "node:path";
import type { BrowserContext, Page } from "playwright-core";

/** One person in front of Neo4j Browser, with a browser that knows nothing yet. */
export class Visitor {
  readonly page: Page;
  /** What the browser's console said. */
  readonly complaints: string[] = [];

  private constructor(page: Page) {
    this.page = page;
    page.on("console", (message) => void this.complaints.push(message.text()));
  }

  /** Opens Neo4j Browser at this origin, as somebody who was never there; only the cache is kept. */
  static async open(context: BrowserContext, origin: string): Promise<Visitor> {
    await context.clearCookies();
    const page = await context.newPage();
    page.setDefaultTimeout(30_000);
    await page.goto(origin);
    await page.evaluate("localStorage.clear()");
    const visitor = new Visitor(page);
    await page.goto(`${origin}/browser/`);
    return visitor;
  }

  /** The names of the sign-ins that are offered. */
  async offers(): Promise<string[]> {
    const buttons = this.page.locator("[data-testid=frame] button");
    await buttons.first().waitFor();
    return (await buttons.allInnerTexts()).filter((name) => name !== "");
  }

  /** Turns the form to single sign-on, which it does itself if there are several sign-ins. */
  async chooseSingleSignOn(): Promise<void> {
    await this.page.getByTestId("authenticationMethod").selectOption("Single Sign On");
  }

  /** Goes to the sign-in page of a provider. */
  async choose(name: string): Promise<void> {
    await this.page.getByRole("button", { name, exact: true }).click();
  }

  /** Signs in at the page of Okta. */
  async signIn(login: string, password: string): Promise<void> {
    await this.page.fill("input[name=identifier]", login);
    await this.page.fill("input[name='credentials.passcode']", password);
    await this.page.click("button[type=submit]");
  }

  /** Signs in at the page of `oidc-provider`, where any password will do. */
  async signInElsewhere(id: string): Promise<void> {
    await this.page.fill("input[name=login]", id);
    await this.page.fill("input[name=password]", "any");
    await this.page.click("button[type=submit]");
  }

  /** Types a command into the editor, and answers what its frame shows once it says this. */
  async run(command: string, awaited: string | RegExp): Promise<string> {
    await this.page.click("#monaco-main-editor");
    await this.page.keyboard.type(command);
    await this.page.keyboard.press("Enter");
    const frame = this.page.locator("[data-testid=frame]").filter({ hasText: command }).first();
    await frame.getByText(awaited).first().waitFor();
    return frame.innerText();
  }

  /** The roles that `SHOW CURRENT USER` shows. */
  async roles(): Promise<unknown> {
    const shown = await this.run("SHOW CURRENT USER", "Started streaming 1 record");
    return JSON.parse(/\[[^\]]*\]/.exec(shown)?.[0] ?? "null");
  }

  /** Waits until the page says something. */
  async sees(text: string | RegExp): Promise<void> {
    await this.page.getByText(text).first().waitFor();
  }

  /** What Neo4j Browser noted of the sign-in, as `:debug` shows it. */
  async log(): Promise<string> {
    return this.page.evaluate("sessionStorage.getItem('/auth#logs')");
  }

  /** Keeps a picture of the page. */
  async picture(folder: string, name: string): Promise<void> {
    await this.page.screenshot({ path: join(folder, `${name}.png`) });
  }

  async leave(): Promise<void> {
    await this.page.close();
  }
}
