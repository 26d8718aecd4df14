import { oktaPlugin } from "../../../plugins/okta/plugin.ts";
import { Secret } from "../../../plugins/protocol/values.ts";
import { PluginClient } from "../plugin-client.ts";
import { RecordingOkta } from "./recording-okta.ts";

/** A plugin and the Okta that it talks to. Waits are noted instead of waited. */
export class Organization {
  readonly okta = new RecordingOkta();
  readonly waits: number[] = [];
  readonly plugin: PluginClient;

  constructor() {
    const plugin = oktaPlugin("7.0.0", {}, async (milliseconds) => {
      this.waits.push(milliseconds);
    });
    this.plugin = new PluginClient(plugin);
  }

  async start(): Promise<void> {
    await this.okta.start();
    await this.plugin.start({
      httpProxy: this.okta.url,
      accessToken: new Secret("management-token"),
      version: "7.0.0",
    });
  }

  async stop(): Promise<void> {
    await this.plugin.stop();
    await this.okta.stop();
  }

  /** The requests since the last call, as `METHOD path`. */
  sent(): string[] {
    return this.okta.take().map(({ method, path }) => `${method} ${path}`);
  }
}
