import * as pulumi from "@pulumi/pulumi";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { mergeValues } from "../../components/neo4j/values/values.ts";
import { gains } from "./rendered/gains.ts";
import { Helm, type Objects } from "./rendered/helm.ts";
import { acceptedStacks, brokenRules, releaseValues, type Stack } from "./rendered/stack.ts";

/** How many stacks are rendered; more by the variable RENDERED_CASES. */
const CASES = Number(process.env.RENDERED_CASES ?? 40);

let helm: Helm;

beforeAll(async () => {
  vi.spyOn(pulumi.log, "warn").mockResolvedValue();
  helm = await Helm.open();
});

afterAll(async () => {
  vi.restoreAllMocks();
  await helm.close();
});

const plainObjects = new Map<string, Objects>();

/** What is rendered for the same stack without Helm values of the user's own. */
async function plain({ kind, trust }: Stack): Promise<Objects> {
  const name = `${kind} ${trust}`;
  const known = plainObjects.get(name);
  if (known !== undefined) return known;
  const objects = await helm.render(await releaseValues({ kind, trust, values: {} }));
  if (objects === undefined) throw new Error("the chart refuses a stack without values");
  plainObjects.set(name, objects);
  return objects;
}

/** What a stack gives without a waiver or a warning; undefined when nothing is rendered. */
async function unannounced(stack: Stack): Promise<string[] | undefined> {
  const objects = await helm.render(await releaseValues(stack));
  if (objects === undefined) return undefined;
  const announced = brokenRules(stack);
  return gains(objects, await plain(stack))
    .filter(({ rule }) => rule === undefined || !announced.includes(rule))
    .map(({ what }) => what);
}

/** What the product refuses; that it is a gain must show, or the next test would prove nothing. */
const REFUSED: Record<string, unknown>[] = [
  { env: { NEO4J_CONF: "/mine" } },
  { neo4j: { labels: { app: "mine" } } },
  { volumes: { "var/lib/neo4j/lib": { mode: "share", share: { name: "data" } } } },
  { volumes: { import: { share: { name: "neo4j-auth" } } } },
  { additionalVolumeMounts: [{ name: "data", mountPath: "/import/x" }] },
  { additionalVolumeMounts: [{ name: "mine", mountPath: "/plugins" }] },
  { additionalVolumes: [{ name: "x", secret: { secretName: "neo4j-auth" } }] },
  { additionalVolumes: [{ name: "x", hostPath: { path: "/" } }] },
  { podSpec: { dnsPolicy: "Default\nhostNetwork: true" } },
  { podSpec: { containers: [{ name: "neo4j" }] } },
  { podSpec: { initContainers: [{ name: "x", image: "example.com/mine:1" }] } },
  { securityContext: { runAsUser: 0 }, containerSecurityContext: { runAsUser: null } },
  { services: { admin: { spec: { type: "NodePort" } } } },
  { jvm: { additionalJvmArguments: ["-Djavax.net.ssl.trustStore=/mine"] } },
  { config: { "dbms.security.auth_enabled": "true" } },
];

test.each(REFUSED)("past the refusals, %j would give more", async (values) => {
  const stack: Stack = { kind: "production", trust: true, values: {} };
  const objects = await helm.render(mergeValues(await releaseValues(stack), values));
  expect(gains(objects ?? new Map(), await plain(stack))).not.toEqual([]);
  expect(objects).toBeDefined();
});

test("no accepted Helm values give more than the settings say, in what the chart renders", async () => {
  let rendered = 0;
  await fc.assert(
    fc.asyncProperty(acceptedStacks, async (stack) => {
      const found = await unannounced(stack);
      if (found !== undefined) rendered += 1;
      expect(found ?? []).toEqual([]);
    }),
    { numRuns: CASES },
  );
  expect(rendered).toBeGreaterThan(CASES / 2);
});
