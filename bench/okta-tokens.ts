import { generateKeyPair, SignJWT } from "jose";
import { OAuth2Server } from "oauth2-mock-server";
import { OktaEmulator } from "../sandbox/okta/emulator.ts";
import { type Benchmark, type Measurement, median, percentile } from "./benchmark.ts";
import { drive, LoadClient, type Outcome } from "./load.ts";
import { collectGarbage } from "./memory.ts";

const concurrency = 16;
const rounds = 7;
const roundMilliseconds = 1500;
const manyTokens = 100_000;

/** Tokens per second of the Okta emulator, against signing alone and against another emulator. */
export const oktaTokens: Benchmark = {
  summary: "tokens per second of the Okta emulator against raw RS256 and oauth2-mock-server",
  async run(progress) {
    const okta = await startOkta();
    const mock = await startMock();
    const sign = await signer();
    try {
      const rates = await race({ sign, okta: okta.send, mock: mock.send }, progress);
      const memory = await grow(okta.send, progress);
      return [...compare(rates), ...memory];
    } finally {
      await mock.stop();
      await okta.stop();
    }
  },
};

interface Contestant {
  send(): Promise<unknown>;
  stop(): Promise<void>;
}

type Rates = Record<"sign" | "okta" | "mock", Outcome[]>;

/** Lets the three take turns, so that whatever else the machine does strikes all of them. */
async function race(
  contestants: Record<keyof Rates, () => Promise<unknown>>,
  progress: (line: string) => void,
): Promise<Rates> {
  const rates: Rates = { sign: [], okta: [], mock: [] };
  const forATurn = (_: number, elapsed: number) => elapsed >= roundMilliseconds;
  const names = Object.keys(rates) as (keyof Rates)[];
  for (const name of names) await drive(contestants[name], concurrency, (done) => done >= 500);
  for (let round = 1; round <= rounds; round += 1) {
    for (const name of names) {
      rates[name].push(await drive(contestants[name], concurrency, forATurn));
    }
    progress(`round ${round} of ${rounds}`);
  }
  return rates;
}

function compare({ sign, okta, mock }: Rates): Measurement[] {
  const perSecond = (outcomes: Outcome[]) => median(outcomes.map((outcome) => outcome.perSecond));
  const ratio = (over: Outcome[]) =>
    median(okta.map((outcome, round) => outcome.perSecond / (over[round]?.perSecond ?? 0)));
  const latencies = okta.flatMap((outcome) => outcome.latencies);
  return [
    { what: "raw RS256 signing with jose", value: perSecond(sign), unit: "tokens/s" },
    { what: "Okta emulator", value: perSecond(okta), unit: "tokens/s" },
    { what: "oauth2-mock-server", value: perSecond(mock), unit: "tokens/s" },
    { what: "emulator / raw signing", value: ratio(sign), unit: "", goal: { atLeast: 0.7 } },
    { what: "emulator / oauth2-mock-server", value: ratio(mock), unit: "", goal: { atLeast: 1 } },
    { what: "emulator latency, p50", value: percentile(latencies, 0.5), unit: "ms" },
    { what: "emulator latency, p99", value: percentile(latencies, 0.99), unit: "ms" },
  ];
}

/** Growth of the heap over many tokens, after the request log has filled. */
async function grow(
  send: () => Promise<unknown>,
  progress: (line: string) => void,
): Promise<Measurement[]> {
  progress(`${manyTokens.toLocaleString("en-US")} tokens for the memory`);
  const before = collectGarbage();
  await drive(send, concurrency, (done) => done >= manyTokens);
  const growth = (collectGarbage() - before) / 2 ** 20;
  return [
    {
      what: `heap growth over ${manyTokens.toLocaleString("en-US")} tokens`,
      value: growth,
      unit: "MiB",
      goal: { atMost: 16 },
    },
  ];
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

async function signer(): Promise<() => Promise<string>> {
  const { privateKey } = await generateKeyPair("RS256", { modulusLength: 2048 });
  const header = { kid: "benchmark", alg: "RS256" };
  return () => new SignJWT(claims).setProtectedHeader(header).sign(privateKey);
}

async function startMock(): Promise<Contestant> {
  const server = new OAuth2Server();
  await server.issuer.keys.generate("RS256");
  await server.start(0, "127.0.0.1");
  return contestant(`${server.issuer.url}/token`, () => server.stop());
}

async function startOkta(): Promise<Contestant> {
  const okta = new OktaEmulator();
  await okta.start();
  await declareClient(okta);
  return contestant(`${okta.url}/oauth2/default/v1/token`, () => okta.stop());
}

function contestant(url: string, stop: () => Promise<unknown>): Contestant {
  const client = new LoadClient({
    url,
    concurrency,
    headers: {
      authorization: `Basic ${btoa(`${clientId}:${clientSecret}`)}`,
      "content-type": "application/x-www-form-urlencoded",
    },
    body: "grant_type=client_credentials&scope=neo4j_groups",
  });
  return {
    send: () => client.send(),
    async stop() {
      client.close();
      await stop();
    },
  };
}

const clientId = "benchmark";
const clientSecret = "secret-of-the-benchmark-0123456789";

/** One service app with its scope, claim, policy and rule on the default server. */
async function declareClient(okta: OktaEmulator): Promise<void> {
  const create = async (path: string, body: unknown): Promise<{ id: string }> => {
    const response = await fetch(`${okta.url}/api/v1/${path}`, {
      method: "POST",
      headers: { authorization: `Bearer ${okta.accessToken}`, "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return (await response.json()) as { id: string };
  };
  await create("apps", {
    name: "oidc_client",
    label: clientId,
    signOnMode: "OPENID_CONNECT",
    credentials: {
      oauthClient: {
        client_id: clientId,
        client_secret: clientSecret,
        token_endpoint_auth_method: "client_secret_basic",
      },
    },
    settings: {
      oauthClient: {
        application_type: "service",
        grant_types: ["client_credentials"],
        response_types: ["token"],
      },
    },
    profile: { neo4j_groups: ["neo4j_publisher"] },
  });
  const server = "authorizationServers/default";
  await create(`${server}/scopes`, { name: "neo4j_groups" });
  await create(`${server}/claims`, {
    name: "groups",
    claimType: "RESOURCE",
    valueType: "EXPRESSION",
    value: "app.profile.neo4j_groups",
    conditions: { scopes: ["neo4j_groups"] },
  });
  const policy = await create(`${server}/policies`, {
    type: "OAUTH_AUTHORIZATION_POLICY",
    name: "benchmark",
    description: "benchmark",
    status: "ACTIVE",
    priority: 1,
    conditions: { clients: { include: [clientId] } },
  });
  await create(`${server}/policies/${policy.id}/rules`, {
    type: "RESOURCE_ACCESS",
    name: "benchmark",
    status: "ACTIVE",
    priority: 1,
    conditions: {
      grantTypes: { include: ["client_credentials"] },
      people: { users: {}, groups: {} },
      scopes: { include: ["neo4j_groups"] },
    },
    actions: { token: { accessTokenLifetimeMinutes: 60 } },
  });
}
