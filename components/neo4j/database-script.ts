import { createHash } from "node:crypto";
import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { BreakGlassCredentials } from "../../access/contract.ts";

/** Arguments of {@link DatabaseScript}. */
export interface DatabaseScriptArgs {
  /** Where the Job runs. Example: `neo4j.namespace`. */
  namespace: pulumi.Input<string>;
  /** What names of objects begin with. Example: `"neo4j"`. */
  release: string;
  /** An image of Neo4j, which has cypher-shell. Example: `"neo4j:5.26.30-enterprise"`. */
  image: string;
  /** Names of Secrets to pull the image with. Default: none. */
  imagePullSecrets?: readonly string[];
  /** Bolt address of the database. Example: `neo4j.boltUri`. */
  boltUri: pulumi.Input<string>;
  /** Cypher statements for the database `system`, each ended by a semicolon. No secret may be in it. */
  script: string;
  /** Who runs it; kept secret. Example: `neo4j.breakGlass`. */
  login: pulumi.Input<BreakGlassCredentials>;
}

const FOLDER = "/script";
const FILE = "database.cypher";
const LABELS = { "app.kubernetes.io/managed-by": "neo4j-okta" };
/** The user of Neo4j's image. */
const NEO4J_USER = 7474;

/**
 * Runs a Cypher script once in the database: a Kubernetes Job with the image's cypher-shell, awaited, as
 * nobody but the image's own user, without a token of the cluster. Objects are named after the script, so
 * that another script is another Job. The password reaches it by a Secret, never by a command line.
 *
 * @example
 * new DatabaseScript("database", { namespace, release: "neo4j", image, boltUri, script, login });
 */
export class DatabaseScript extends pulumi.ComponentResource {
  /** Name of the Job, once it is complete. */
  readonly job: pulumi.Output<string>;

  constructor(name: string, args: DatabaseScriptArgs, opts?: pulumi.ComponentResourceOptions) {
    super("neo4j-okta:neo4j:DatabaseScript", name, {}, opts);
    const login = createLogin(name, args, this);
    const script = createScript(name, args, this);
    const job = createJob(name, args, { login, script }, this);
    this.job = job.metadata.name;
    this.registerOutputs({ job: this.job });
  }
}

function createLogin(
  name: string,
  { namespace, release, login }: DatabaseScriptArgs,
  parent: pulumi.Resource,
): kubernetes.core.v1.Secret {
  const credentials = pulumi.secret(login);
  return new kubernetes.core.v1.Secret(
    `${name}-login`,
    {
      metadata: { name: `${release}-database-login`, namespace, labels: LABELS },
      stringData: {
        NEO4J_USERNAME: credentials.apply(({ username }) => username),
        NEO4J_PASSWORD: credentials.apply(({ password }) => password),
      },
    },
    { parent },
  );
}

function createScript(
  name: string,
  args: DatabaseScriptArgs,
  parent: pulumi.Resource,
): kubernetes.core.v1.ConfigMap {
  return new kubernetes.core.v1.ConfigMap(
    `${name}-script`,
    {
      metadata: { name: nameOf(args), namespace: args.namespace, labels: LABELS },
      data: { [FILE]: args.script },
    },
    { parent },
  );
}

function createJob(
  name: string,
  args: DatabaseScriptArgs,
  made: { login: kubernetes.core.v1.Secret; script: kubernetes.core.v1.ConfigMap },
  parent: pulumi.Resource,
): kubernetes.batch.v1.Job {
  const variable = (key: string) => ({
    name: key,
    valueFrom: { secretKeyRef: { name: made.login.metadata.name, key } },
  });
  const address = pulumi.output(args.boltUri);
  return new kubernetes.batch.v1.Job(
    `${name}-job`,
    {
      metadata: { name: nameOf(args), namespace: args.namespace, labels: LABELS },
      spec: {
        // The Service may lead nowhere for a moment after the server is ready.
        backoffLimit: 2,
        activeDeadlineSeconds: 600,
        template: {
          metadata: { labels: LABELS },
          spec: {
            restartPolicy: "Never",
            automountServiceAccountToken: false,
            imagePullSecrets: (args.imagePullSecrets ?? []).map((one) => ({ name: one })),
            securityContext: {
              runAsNonRoot: true,
              runAsUser: NEO4J_USER,
              runAsGroup: NEO4J_USER,
              seccompProfile: { type: "RuntimeDefault" },
            },
            containers: [
              {
                name: "cypher-shell",
                image: args.image,
                command: ["cypher-shell"],
                args: ["-a", address, "-d", "system", "--fail-fast", "-f", `${FOLDER}/${FILE}`],
                env: [variable("NEO4J_USERNAME"), variable("NEO4J_PASSWORD")],
                // What it prints last is why the Job failed.
                terminationMessagePolicy: "FallbackToLogsOnError",
                securityContext: {
                  allowPrivilegeEscalation: false,
                  capabilities: { drop: ["ALL"] },
                },
                resources: {
                  requests: { cpu: "100m", memory: "256Mi" },
                  limits: { memory: "512Mi" },
                },
                volumeMounts: [{ name: "script", mountPath: FOLDER, readOnly: true }],
              },
            ],
            volumes: [{ name: "script", configMap: { name: made.script.metadata.name } }],
          },
        },
      },
    },
    { parent },
  );
}

/** Job names have at most 63 characters, releases up to 53. */
function nameOf({ release, script, image }: DatabaseScriptArgs): string {
  const digest = createHash("sha256").update([release, image, script].join("\0")).digest("hex");
  return `${release.slice(0, 40).replace(/-+$/, "")}-database-${digest.slice(0, 10)}`;
}
