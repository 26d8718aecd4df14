import { randomUUID } from "node:crypto";
import { exportJWK, generateKeyPair, SignJWT } from "jose";
import { OAuth2Server } from "oauth2-mock-server";
import { OktaEmulator } from "../okta/emulator.ts";
import { type Benchmark, type Measurement, percentile } from "./benchmark.ts";
import { drive, LoadClient, type Outcome } from "./load.ts";
import type { Turn } from "./load-process.ts";
import { collectGarbage } from "./memory.ts";
import { RemoteLoad } from "./remote-load.ts";
import { declareServiceAccount } from "./service-account.ts";

const concurrency = 64;
const rounds = 20;
const fewestRounds = 6;
const turnMilliseconds = 500;
const manyTokens = 100_000;
/** What the emulator's request log keeps; filled before the heap is measured. */
const loggedRequests = 10_000;

/** Tokens per second of the Okta emulator, against signing alone and against another emulator. */
export const oktaTokens: Benchmark = {
  summary: "tokens per second of the Okta emulator against raw RS256 and oauth2-mock-server",
  async run(progress, scale) {
    const wanted = Math.max(fewestRounds, Math.round(rounds * scale));
    progress(`${wanted} rounds of three turns, then the memory`);
    const okta = await startOkta();
    const mock = await startMock();
    const sign = await signer();
    try {
      const rates = await race({ sign, okta: okta.turn, mock: mock.turn }, wanted);
      const latency = await wait(okta.turn, Math.max(1_000, 10_000 * scale));
      const memory = await grow(manyTokens * scale);
      return [...compare(rates), ...latency, ...memory];
    } finally {
      await mock.stop();
      await okta.stop();
    }
  },
};

/** Works for so many milliseconds, from so many loops. */
type Turns = (concurrency: number, milliseconds: number) => Promise<Outcome>;

interface Contestant {
  turn: Turns;
  stop(): Promise<void>;
}

type Rates = Record<"sign" | "okta" | "mock", Outcome[]>;

/** How long the emulator takes for one token when nothing else is asked of it. */
async function wait(turn: Turns, milliseconds: number): Promise<Measurement[]> {
  const { latencies } = await turn(1, milliseconds);
  return [
    { what: "emulator, one request at a time, p50", value: percentile(latencies, 0.5), unit: "ms" },
    {
      what: "emulator, one request at a time, p99",
      value: percentile(latencies, 0.99),
      unit: "ms",
    },
  ];
}

/** Lets the three take turns, so that whatever else the machine does strikes all of them. */
async function race(contestants: Record<keyof Rates, Turns>, wanted: number): Promise<Rates> {
  const rates: Rates = { sign: [], okta: [], mock: [] };
  const names = Object.keys(rates) as (keyof Rates)[];
  for (const name of names) await contestants[name](concurrency, turnMilliseconds);
  for (let round = 1; round <= wanted; round += 1) {
    for (const name of names) {
      rates[name].push(await contestants[name](concurrency, turnMilliseconds));
    }
  }
  return rates;
}

/**
 * Compares the best turn of each: what a turn loses, it loses to the rest of the machine. The goals are
 * for processor time, of which other programs take nothing away.
 */
function compare({ sign, okta, mock }: Rates): Measurement[] {
  const best = (outcomes: Outcome[]) => Math.max(...outcomes.map(({ perSecond }) => perSecond));
  const least = (outcomes: Outcome[]) => Math.min(...outcomes.map(({ cpu }) => cpu));
  const latencies = okta.flatMap((outcome) => outcome.latencies);
  return [
    { what: "raw RS256 signing with jose", value: best(sign), unit: "tokens/s" },
    { what: "Okta emulator", value: best(okta), unit: "tokens/s" },
    { what: "oauth2-mock-server", value: best(mock), unit: "tokens/s" },
    {
      what: "emulator / raw signing",
      value: best(okta) / best(sign),
      unit: "",
    },
    {
      what: "emulator / raw signing, tokens per processor second",
      value: least(sign) / least(okta),
      unit: "",
      goal: { atLeast: 0.85 },
    },
    {
      what: "emulator / oauth2-mock-server, tokens per processor second",
      value: least(mock) / least(okta),
      unit: "",
      goal: { atLeast: 1 },
    },
    {
      what: `emulator, ${concurrency} requests at a time, p50`,
      value: percentile(latencies, 0.5),
      unit: "ms",
    },
    {
      what: `emulator, ${concurrency} requests at a time, p99`,
      value: percentile(latencies, 0.99),
      unit: "ms",
    },
  ];
}

/**
 * Growth of the heap over many tokens, half of them by client assertions, whose identifiers have to be
 * remembered until they expire. The emulator's clock moves on with every token, so that they do.
 */
async function grow(tokens: number): Promise<Measurement[]> {
  let clock = Date.now();
  const okta = new OktaEmulator({ now: () => clock });
  await okta.start();
  const bySecret = new LoadClient(await declareBySecret(okta));
  const byKey = await clientWithKey(okta, () => clock);
  const issue = async () => {
    clock += 10;
    await bySecret.send();
    await byKey.send();
  };
  try {
    await drive(issue, concurrency, (done) => done * 2 >= loggedRequests);
    const before = collectGarbage();
    await drive(issue, concurrency, (done) => done * 2 >= tokens);
    const growth = (collectGarbage() - before) / 2 ** 20;
    const what = `heap growth over ${tokens.toLocaleString("en-US")} tokens`;
    return [{ what, value: growth, unit: "MiB", goal: { atMost: 16 } }];
  } finally {
    byKey.close();
    bySecret.close();
    await okta.stop();
  }
}

const claims = {
  ver: 1,
  jti: "AT.7P4KlczBYVcWLkxduEuKeZfeiNYkZIC9uGJ28Cc-YaI",
  iss: "http://127.0.0.1:8080/oauth2/default",
  aud: "api://default",
  iat: 1_767_225_600,
  exp: 1_767_229_200,
  cid: "benchmark",
  scp: ["neo4j_groups"],
  sub: "benchmark",
  groups: ["neo4j_publisher"],
};

async function signer(): Promise<Turns> {
  const { privateKey } = await generateKeyPair("RS256", { modulusLength: 2048 });
  const header = { kid: "benchmark", alg: "RS256" };
  const sign = () => new SignJWT(claims).setProtectedHeader(header).sign(privateKey);
  return (loops, milliseconds) => drive(sign, loops, (_, elapsed) => elapsed >= milliseconds);
}

async function startMock(): Promise<Contestant> {
  const server = new OAuth2Server();
  await server.issuer.keys.generate("RS256");
  await server.start(0, "127.0.0.1");
  return contestant(secretPost(`${server.issuer.url}/token`), () => server.stop());
}

async function startOkta(): Promise<Contestant> {
  const okta = new OktaEmulator();
  await okta.start();
  return contestant(await declareBySecret(okta), () => okta.stop());
}

function contestant(post: Turn["post"], stop: () => Promise<unknown>): Contestant {
  const load = new RemoteLoad(post);
  return {
    turn: (loops, milliseconds) => load.turn(loops, milliseconds),
    async stop() {
      load.close();
      await stop();
    },
  };
}

function secretPost(url: string): Turn["post"] {
  return {
    url,
    headers: { ...formType, authorization: `Basic ${btoa(`by-secret:${secret}`)}` },
    body: grant,
  };
}

const formType = { "content-type": "application/x-www-form-urlencoded" };
const grant = "grant_type=client_credentials&scope=neo4j_groups";
const secret = "secret-of-the-benchmark-0123456789";

async function declareBySecret(okta: OktaEmulator): Promise<Turn["post"]> {
  await declareServiceAccount(okta, "by-secret", {
    credentials: { token_endpoint_auth_method: "client_secret_basic", client_secret: secret },
  });
  return secretPost(`${okta.url}/oauth2/default/v1/token`);
}

/** `clock` gives milliseconds since the epoch, as the emulator sees them. */
async function clientWithKey(okta: OktaEmulator, clock: () => number): Promise<LoadClient> {
  const { privateKey, publicKey } = await generateKeyPair("ES256", { extractable: true });
  const jwk = { ...(await exportJWK(publicKey)), kid: "benchmark" };
  await declareServiceAccount(okta, "by-key", {
    credentials: { token_endpoint_auth_method: "private_key_jwt" },
    settings: { jwks: { keys: [jwk] } },
  });
  const url = `${okta.url}/oauth2/default/v1/token`;
  const body = async () => {
    const now = Math.floor(clock() / 1000);
    const assertion = await new SignJWT({ jti: randomUUID() })
      .setProtectedHeader({ alg: "ES256", kid: "benchmark" })
      .setIssuer("by-key")
      .setSubject("by-key")
      .setAudience(url)
      .setExpirationTime(now + 60)
      .sign(privateKey);
    return `${grant}&client_assertion_type=${encodeURIComponent(assertionType)}&client_assertion=${assertion}`;
  };
  return new LoadClient({ url, headers: formType, body });
}

const assertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
