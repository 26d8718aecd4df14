import { exportJWK, exportPKCS8, generateKeyPair } from "jose";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { AccessAccount } from "../../access/contract.ts";
import type { Inputs } from "../../verify/inputs/inputs.ts";
import { firstFailure } from "../../verify/outcome.ts";
import { prove } from "../../verify/prove.ts";
import { appBody, manage } from "../support/declared-org.ts";
import { ACCOUNTS, World } from "../support/world.ts";
import { APP_FAULTS } from "./faults/app.ts";
import { AUTHORIZATION_FAULTS } from "./faults/authorization.ts";
import type { Fault } from "./faults/fault.ts";
import { NEO4J_FAULTS } from "./faults/neo4j.ts";
import { AT_NEO4J } from "./faults/people/neo4j.ts";
import { AT_OKTA } from "./faults/people/okta.ts";
import { ONE_PERSON, TOKENS } from "./faults/people/person.ts";
import { READ_BACK } from "./faults/people/read-back.ts";
import { SERVER_FAULTS } from "./faults/server.ts";
import { type Row, renderMatrix } from "./faults/table.ts";

const FAULTS = [
  ...[...SERVER_FAULTS, ...APP_FAULTS, ...AUTHORIZATION_FAULTS, ...NEO4J_FAULTS],
  ...[...AT_OKTA, ...READ_BACK, ...AT_NEO4J, ...ONE_PERSON, ...TOKENS],
];
const PACE = {
  concurrency: 8,
  rate: 100_000,
  timeout: 20,
  requestTimeout: 10_000,
  retryDelay: 1,
  maxRetryDelay: 2,
};

let world: World;
let privateKey: string;
let restore: () => void;
/** What a fault came to, run once however many tests ask. */
const rows = new Map<Fault, Promise<Row>>();

beforeAll(async () => {
  const pair = await generateKeyPair("RS256", { extractable: true });
  privateKey = await exportPKCS8(pair.privateKey);
  const key = { ...(await exportJWK(pair.publicKey)), kid: "batch-1", use: "sig", alg: "RS256" };
  world = await World.start({
    people: true,
    accounts: [
      ...ACCOUNTS.slice(1),
      {
        name: "batch-jobs",
        groups: ["neo4j_publisher"],
        credential: "private_key_jwt",
        jwks: { keys: [key] },
      },
      { name: "retired", groups: ["neo4j_reader"], disabled: true },
    ],
  });
  const outsider = await manage(
    world.okta,
    "POST",
    "/api/v1/apps",
    appBody({ name: "outsider", groups: ["neo4j_admin"] }),
  );
  world.secrets.outsider = outsider.credentials.oauthClient.client_secret;
  restore = world.snapshot();
});

afterAll(() => world.stop());

function inputs(): Inputs {
  const contract = structuredClone(world.contract);
  return {
    contract,
    candidates: contract.accounts.map((account) => ({
      account,
      found: { credential: credentialOf(account) },
    })),
    given: {
      outsider: { clientId: "outsider", clientSecret: world.secrets.outsider ?? "" },
    },
    trustedHosts: [],
    acceptShared: false,
  };
}

function credentialOf({ name, credential: kind }: AccessAccount) {
  return kind === "private_key_jwt"
    ? { kind, privateKey, kid: "batch-1" }
    : { kind, clientSecret: world.secrets[name] ?? "" };
}

/** Applies the fault to a fresh scene, runs, and puts everything back. */
async function runWith(fault: Fault | undefined, readBack: boolean) {
  const scene = inputs();
  let disturbed = false;
  const breakGlass = { username: "neo4j", password: world.password };
  if (readBack) {
    scene.breakGlass = breakGlass;
    const { url: orgUrl, accessToken: secret } = world.okta;
    scene.oktaApi = { orgUrl, authorization: `Bearer ${secret}`, secret };
  }
  const { url } = world.okta;
  try {
    await fault?.apply({
      world,
      inputs: scene,
      neo4j: async (changes, options) => {
        disturbed = true;
        await world.bootNeo4j(changes, options);
        const { boltUri, httpUri } = world.contract.neo4j;
        Object.assign(scene.contract.neo4j, { boltUri, httpUri });
      },
      stopNeo4j: () => {
        disturbed = true;
        return world.stopNeo4j();
      },
    });
    return await prove(scene, PACE);
  } finally {
    world.okta.org.url = url;
    restore();
    if (disturbed) await world.bootNeo4j();
  }
}

test("proves the world without a fault", async () => {
  const report = await runWith(undefined, true);
  expect(firstFailure(report.outcomes)).toBeUndefined();
  expect(report.proof).toBe("proven");
});

function rowOf(fault: Fault): Promise<Row> {
  const row = rows.get(fault) ?? makeRow(fault);
  rows.set(fault, row);
  return row;
}

async function makeRow(fault: Fault): Promise<Row> {
  const report = await runWith(fault, true);
  const aided = firstFailure(report.outcomes);
  // Where reading back names nothing else, a run without it is the same run.
  const { pinned, pinnedCheck, pinnedSide, unaided } = fault;
  const same = (pinned ?? pinnedCheck ?? pinnedSide) === undefined;
  const plain = same ? aided : firstFailure((await runWith(fault, false)).outcomes);
  return {
    name: fault.name,
    plain: unaided === false ? undefined : plain,
    aided,
    masks: [
      [world.okta.url, "https://example.okta.com"],
      [new URL(world.okta.url).port, "PORT"],
      [new URL(report.httpUri).host, "neo4j:7474"],
    ],
  };
}

describe("a single misconfiguration is named on its side", () => {
  test.each(FAULTS)("$name", async (fault) => {
    const { check, side, setting, unaided } = fault;
    const { plain, aided } = await rowOf(fault);
    if (unaided === false) expect(plain).toBeUndefined();
    else expect(plain).toMatchObject({ check, side, setting });
    expect(aided).toMatchObject({
      check: fault.pinnedCheck ?? check,
      side: fault.pinnedSide ?? side,
      setting: fault.pinned ?? setting,
    });
  });
});

test("is what docs/fault-matrix.md says", { timeout: 60_000 }, async () => {
  const made: Row[] = [];
  for (const fault of FAULTS) made.push(await rowOf(fault));
  await expect(renderMatrix(made)).toMatchFileSnapshot("../../docs/fault-matrix.md");
});
