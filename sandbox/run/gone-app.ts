import type { EngineEvent } from "@pulumi/pulumi/automation/index.js";

/** What the okta plugin says of an app that Okta no longer has, on a refresh, an update and a delete. */
const GONE =
  /failed to (?:get|update|delete|deactivate|activate) OAuth application: (?:404 Not Found|the API returned an error: Not found: Resource not found)/;

/**
 * Finds the apps that are in the state and gone at Okta, by the engine's events. The okta plugin does not take
 * an app's 404 for "gone", so refresh, change and delete of such an app fail until it leaves the state by hand.
 */
export class GoneApps {
  readonly #urns = new Set<string>();

  see({ diagnosticEvent }: EngineEvent): void {
    if (diagnosticEvent?.urn && GONE.test(diagnosticEvent.message)) {
      this.#urns.add(diagnosticEvent.urn);
    }
  }

  /** The way out for each app seen since the last call, a line each. */
  takeHints(): string[] {
    const urns = [...this.#urns];
    this.#urns.clear();
    return urns.map(
      (urn) =>
        `Okta no longer has the app ${urn.split("::").at(-1)}, and the okta plugin cannot forget it. ` +
        `Take it out of the program, run up (its delete fails once more), then: pulumi state delete '${urn}'`,
    );
  }
}
