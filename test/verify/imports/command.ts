import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { OktaEmulator } from "@neo4j-okta/sandbox/okta";
import { afterAll, afterEach, beforeAll } from "vitest";
import { main } from "../../../verify/imports/main.ts";
import { captured, type Run } from "../../support/captured.ts";

const OKTA_PROVIDER = "urn:pulumi:dev::neo4j-okta::pulumi:providers:okta::default_7_0_0";

/** `npm run imports` in this process, against an org that is new for each test file. */
export interface ImportsCommand {
  okta: OktaEmulator;
  /** A folder that ends with the test file. */
  folder: string;
  run(argv: string[], environment?: Record<string, string>): Promise<Run>;
  /** Runs it on a preview with these steps. */
  look(steps: object[], ...argv: string[]): Promise<Run>;
}

/** For a whole test file: starts the org and stops it; its faults end with each test. */
export function importsCommand(): ImportsCommand {
  const command = { run, look } as ImportsCommand;
  beforeAll(async () => {
    command.folder = await mkdtemp(join(tmpdir(), "imports-"));
    command.okta = new OktaEmulator();
    await command.okta.start();
  });
  afterEach(() => command.okta.faults.clear());
  afterAll(async () => {
    await command.okta.stop();
    await rm(command.folder, { recursive: true, force: true });
  });
  return command;

  async function look(steps: object[], ...argv: string[]): Promise<Run> {
    const file = join(command.folder, "preview.json");
    await writeFile(file, JSON.stringify({ steps }));
    return run(["--preview", file, ...argv]);
  }

  async function run(argv: string[], environment = readAccess()): Promise<Run> {
    return captured((streams) => main(argv, { ...streams, environment }));
  }

  function readAccess(): Record<string, string> {
    return { OKTA_ORG_URL: command.okta.url, OKTA_ACCESS_TOKEN: command.okta.accessToken };
  }
}

/** A step of a preview that creates an object. */
export function create(type: string, name: string, inputs: object, more: object = {}): object {
  return {
    op: "create",
    urn: `urn:pulumi:dev::neo4j-okta::${type}::${name}`,
    newState: {
      type,
      inputs,
      parent: "urn:pulumi:dev::neo4j-okta::pulumi:pulumi:Stack::neo4j-okta-dev",
      provider: `${OKTA_PROVIDER}::4f2eb005-0989-4ce0-992f-1990fac5e2ec`,
    },
    ...more,
  };
}

/** What the stack declares of an account that reads, as the okta plugin checks it. */
export const LOADER = {
  label: "etl-loader",
  type: "service",
  clientId: "etl-loader",
  status: "ACTIVE",
  grantTypes: ["client_credentials"],
  responseTypes: ["token"],
  tokenEndpointAuthMethod: "client_secret_basic",
  profile: '{"neo4j_groups":["neo4j_reader"]}',
  userNameTemplate: "$" + "{source.login}",
};

export const APP = "okta:app/oAuth:OAuth";
