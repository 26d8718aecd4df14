import {
  type ExportedState,
  recordedState,
  type StateResource,
} from "../support/recorded-state.ts";

/** The types of Okta's resources, as Pulumi has them. */
const TYPES = {
  app: "okta:app/oAuth:OAuth",
  policy: "okta:auth/serverPolicy:ServerPolicy",
  rule: "okta:auth/serverPolicyRule:ServerPolicyRule",
  claim: "okta:auth/serverClaim:ServerClaim",
  release: "kubernetes:helm.sh/v3:Release",
  secret: "kubernetes:core/v1:Secret",
  stack: "pulumi:pulumi:Stack",
} as const;

/** An app that a test adds; what is left out is as the recorded app has it. */
interface App {
  label: string;
  groups?: readonly string[];
  inputs?: Record<string, unknown>;
  modified?: string;
}

/** A stack with one client secret, which the real engine deployed. */
export const ONE_ACCOUNT = recordedState("one-account");

/** The state with resources changed: each of that type gets these inputs. */
export function withInputs(
  state: ExportedState,
  type: keyof typeof TYPES,
  inputs: Record<string, unknown>,
): ExportedState {
  return withResources(state, (one) =>
    one.type === TYPES[type] ? [{ ...one, inputs: { ...one.inputs, ...inputs } }] : [one],
  );
}

/** The state without resources of that type. */
export function without(state: ExportedState, type: keyof typeof TYPES): ExportedState {
  return withResources(state, (one) => (one.type === TYPES[type] ? [] : [one]));
}

/** The state with further apps, which the policy names like the first one. */
export function withApps(state: ExportedState, ...apps: readonly App[]): ExportedState {
  const [first] = state.deployment.resources.filter(({ type }) => type === TYPES.app);
  const added = apps.map((app) => appLike(first as StateResource, app));
  const clients = ["etl-loader", ...apps.map(({ label }) => label)];
  const named = withInputs(state, "policy", { clientWhitelists: clients });
  return { ...named, deployment: { resources: [...named.deployment.resources, ...added] } };
}

/** The state with another resource, made from the first one of its type. */
export function withAnother(
  state: ExportedState,
  type: keyof typeof TYPES,
  name: string,
  change: Partial<StateResource>,
): ExportedState {
  const first = state.deployment.resources.find((one) => one.type === TYPES[type]);
  const { outputs: _outputs, ...rest } = first as StateResource;
  const inputs = { ...rest.inputs, ...change.inputs };
  const another = { ...rest, ...change, urn: renamed(rest.urn, name), inputs };
  return { ...state, deployment: { resources: [...state.deployment.resources, another] } };
}

function appLike(app: StateResource, { label, groups = [], inputs, modified }: App): StateResource {
  const { outputs: _outputs, ...rest } = app;
  return {
    ...rest,
    urn: renamed(app.urn, `${label}-app`),
    id: `0oa${label}`,
    ...(modified === undefined ? {} : { modified }),
    inputs: {
      ...app.inputs,
      adminNote: "",
      label,
      clientId: label,
      profile: JSON.stringify({ neo4j_groups: groups }),
      ...inputs,
    },
  };
}

function renamed(urn: string, name: string): string {
  return `${urn.slice(0, urn.lastIndexOf("::") + 2)}${name}`;
}

function withResources(
  state: ExportedState,
  change: (one: StateResource) => StateResource[],
): ExportedState {
  const { deployment } = state;
  return {
    ...state,
    deployment: { ...deployment, resources: deployment.resources.flatMap(change) },
  };
}

/** The recorded stack with an account of each kind. */
export const THREE_ACCOUNTS = withDelivery(
  withApps(
    ONE_ACCOUNT,
    {
      label: "graph-reporting",
      groups: ["neo4j_reader"],
      modified: "2026-03-04T05:06:07.123456789Z",
      inputs: {
        adminNote: "Owner: reporting@example.com. Purpose: Nightly reports. Expires: 2027-03-31.",
        tokenEndpointAuthMethod: "private_key_jwt",
        jwks: [{ kid: "key-2" }, { kid: "key-1" }],
      },
    },
    {
      label: "support-bot",
      groups: ["neo4j_reader"],
      inputs: { adminNote: "Owner: Support team.", status: "INACTIVE" },
    },
  ),
);

function withDelivery(state: ExportedState): ExportedState {
  const app = state.deployment.resources.find(({ type }) => type === TYPES.app);
  return withAnother(state, "secret", "etl-loader-delivery-secret", {
    inputs: { metadata: { namespace: "etl", name: "neo4j-login" } },
    propertyDependencies: { stringData: [app?.urn ?? ""] },
  });
}
