import { resolve } from "node:path";
import {
  type Changes,
  type Engine,
  loadProgram,
  pendingChanges,
  type Reporter,
  startHarness,
  type World,
} from "@neo4j-okta/sandbox/harness";
import type { LoggedRequest } from "@neo4j-okta/sandbox/okta";

const ROOT = resolve(import.meta.dirname, "../..");

/** What one `pulumi up` with other settings did. */
export interface Applied {
  changes: Changes;
  /** What the plugins asked the org for, in order. */
  requests: LoggedRequest[];
  /** What a preview right after it wants to change; empty when the program converges. */
  pending: string[];
}

/** The program in one world, applied again and again with other settings. */
export interface Rehearsal {
  world: World;
  engine: Engine;
  /** Everything that engine and node printed, and the events that `pulumi --json` prints. */
  printed: string[];
  /** Folder of the state and the workspace. */
  directory: string;
  /** Runs up with these settings (without their namespace), then a preview. */
  apply(settings: Record<string, unknown>): Promise<Applied>;
  /** What `pulumi preview --json --show-sames` prints of these settings; nothing is changed. */
  previewJson(settings: Record<string, unknown>): Promise<string>;
  stop(): Promise<void>;
}

export async function startRehearsal(): Promise<Rehearsal> {
  const printed: string[] = [];
  const harness = await startHarness({
    program: await loadProgram(ROOT),
    report: recorder(printed),
    // Debug messages of Pulumi's own SDK hold secrets; only --debug and --event-log show them.
    onEvent: (event) => {
      if (String(event.diagnosticEvent?.severity) !== "debug") printed.push(JSON.stringify(event));
    },
  });
  const { world, stop } = harness;
  try {
    const { engine, directory, configure } = await harness.openStack();
    return {
      world,
      engine,
      printed,
      directory,
      stop,
      previewJson: async (settings) => {
        await configure(settings);
        return engine.previewJson();
      },
      apply: async (settings) => {
        await configure(settings);
        const first = world.okta.log.entries.length;
        const changes = await engine.up();
        const requests = world.okta.log.entries.slice(first);
        return { changes, requests, pending: pendingChanges(await engine.preview()) };
      },
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

function recorder(printed: string[]): Reporter {
  const push = (text = "") => void printed.push(text);
  return { step: push, output: push, heading: push, line: push };
}
