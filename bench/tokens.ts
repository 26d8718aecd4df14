import {
  type Benchmark,
  declareServiceAccount,
  type Measurement,
  median,
} from "@neo4j-okta/sandbox/bench";
import { OktaEmulator } from "@neo4j-okta/sandbox/okta";
import { TokenClient } from "../tokens/client.ts";

const CALLS = 20_000;
const ROUNDS = 9;
const CLIENT = "bench-account";
/** Callers that ask at the same time. */
const TOGETHER = 500;

/** The most that a call may cost while its token is cached, in microseconds of processor time. */
const GOAL = 50;

/** What a service pays for the token client, against asking the token endpoint each time. */
export const tokens: Benchmark = {
  summary: "a call of the token client with a cached token, against a bare request for one",
  async run(progress, scale) {
    const okta = new OktaEmulator();
    await okta.start();
    try {
      const clientSecret = "only-for-the-benchmark";
      await declareServiceAccount(okta, CLIENT, { credentials: { client_secret: clientSecret } });
      const flights = { now: 0, most: 0, all: 0 };
      const issuer = `${okta.url}/oauth2/default`;
      const client = new TokenClient({
        issuer,
        tokenEndpoint: `${issuer}/v1/token`,
        clientId: CLIENT,
        scope: "neo4j_groups",
        credential: { kind: "client_secret_basic", clientSecret },
        fetch: counted(flights),
      });
      progress(`${TOGETHER} callers at once, then ${ROUNDS} rounds of calls`);
      await Promise.all(Array.from({ length: TOGETHER }, () => client.getToken()));
      const calls = Math.max(1000, Math.round(CALLS * scale));
      const cached: number[] = [];
      const bare: number[] = [];
      for (let round = 0; round < ROUNDS; round += 1) {
        cached.push(await perCall(calls, () => client.getToken()));
        bare.push(await perCall(calls / 100, () => keys(issuer)));
      }
      return report(median(cached), median(bare), flights);
    } finally {
      await okta.stop();
    }
  },
};

interface Flights {
  now: number;
  most: number;
  all: number;
}

/** `fetch` that notes how many requests are under way at once. */
function counted(flights: Flights): typeof fetch {
  return async (input, init) => {
    flights.all += 1;
    flights.now += 1;
    flights.most = Math.max(flights.most, flights.now);
    return fetch(input, init).finally(() => {
      flights.now -= 1;
    });
  };
}

/** The cheapest request of the same server: what a client without a cache would pay at least. */
async function keys(issuer: string): Promise<void> {
  const response = await fetch(`${issuer}/v1/keys`);
  await response.arrayBuffer();
}

/** Microseconds of processor time of one call. */
async function perCall(calls: number, call: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage();
  for (let count = 0; count < calls; count += 1) await call();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / calls;
}

function report(cached: number, bare: number, { most, all }: Flights): Measurement[] {
  const unit = "µs of processor time";
  return [
    { what: "a call with a cached token", value: cached, unit, goal: { atMost: GOAL } },
    { what: "a bare fetch of the same server, both ends", value: bare, unit },
    { what: "a bare fetch is so many calls", value: bare / cached, unit: "times" },
    {
      what: `requests of ${TOGETHER} callers at once`,
      value: all,
      unit: "requests",
      goal: { exactly: 1 },
    },
    {
      what: "requests under way at once, at most",
      value: most,
      unit: "requests",
      goal: { exactly: 1 },
    },
  ];
}
