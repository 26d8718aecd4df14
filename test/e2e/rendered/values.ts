import fc from "fast-check";
import { mergeValues } from "../../../components/neo4j/values/values.ts";
import type { Tree } from "./helm.ts";

const pick = fc.constantFrom;
const some = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });

/** What stands where something else is expected. */
const odd = pick<unknown>(null, "", 0, false, true, "text", [], {}, [null], { name: "neo4j" });

const volumeName = pick("mine", "mine", "data", "neo4j-auth", "neo4j-conf", "okta-truststore");

const path = pick(
  ...["/mine", "/mine", "/import/mine", "/import", "/plugins", "/config", "/config/apoc.conf"],
  ...["/config/neo4j.conf", "/config/neo4j-auth/", "/startup", "/data/dbms", "/databases"],
  ...["/var/lib/neo4j/certificates/bolt", "/var/lib/neo4j/plugins", "/var/lib/neo4j/products"],
  ...["/etc/ld.so.preload", "/opt/java/openjdk/lib/security", "/usr/bin", "/mine/../config"],
);

const secretName = pick("mine", "mine", "tls", "neo4j-auth", "neo4j-auth ");

const source = fc.oneof(
  fc.constant({ emptyDir: {} }),
  fc.constant({ configMap: { name: "mine" } }),
  fc.constant({ hostPath: { path: "/" } }),
  fc.record({ secret: fc.record({ secretName }) }),
  fc.record({
    projected: fc.record({
      sources: fc.tuple(fc.record({ secret: fc.record({ name: secretName }) })),
    }),
  }),
);

const mount = fc.record({
  name: volumeName,
  mountPath: path,
  subPath: some(pick("x", "data", ".", "data/x")),
  readOnly: some(fc.boolean()),
});

const image = pick(undefined, "neo4j:5.26.30-enterprise", "example.com/mine:1");

const context = fc.record({
  runAsNonRoot: pick<unknown>(undefined, null, true, false),
  runAsUser: pick<unknown>(undefined, null, 7474, 0),
  privileged: pick<unknown>(undefined, false, true),
});

const variable = pick(
  ...["LEVEL", "level", "NEO4J_CONF", "neo4j_conf", "NEO4JLABS_PLUGINS", "EXTENSION_SCRIPT"],
  ...["JAVA_OPTS", "JDK_JAVA_OPTIONS", "LD_PRELOAD", "BASH_ENV", "SHELLOPTS", "PS4", "PATH"],
  ...["EXTENDED_CONF", "CLASSPATH", "GCONV_PATH", "HELM_NEO4J_VERSION"],
);

const container = fc.record({
  name: pick("mine", "other", "neo4j", "okta-truststore"),
  image,
  command: some(pick(["bash", "-c", "sleep 9"], ["cat\n", "x"])),
  env: some(
    fc.tuple(
      fc.record({
        name: pick("X"),
        valueFrom: fc.record({ secretKeyRef: fc.record({ name: secretName, key: pick("x") }) }),
      }),
    ),
  ),
  envFrom: some(fc.tuple(fc.record({ secretRef: fc.record({ name: secretName }) }))),
  volumeMounts: some(fc.array(mount, { maxLength: 2 })),
  securityContext: some(context),
  ports: some(pick([{ containerPort: 1 }], [{ containerPort: 1, hostPort: 1 }])),
});

const containers = fc.oneof(fc.array(container, { minLength: 1, maxLength: 2 }), odd);

/** Keys that are called like a part of the Pod, or become a part of a path or a name. */
const key = pick(
  ...["mine", "mine", "containers", "initContainers", "annotations", "volumes", "neo4j-auth"],
  ...["config", "startup", "plugins", "import", "logs", "etc", "var/lib/neo4j/lib", "../config"],
  ...['x"\n- mountPath: "/config/neo4j.conf', "neo4j-conf"],
);

const volume = fc.record({
  mode: pick("share", "share", "volume", "dynamic", "selector"),
  share: fc.record({ name: volumeName }),
  volume: source,
  dynamic: fc.record({
    requests: fc.constant({ storage: "1Gi" }),
    setOwnerAndGroupWritableFilePermissions: some(pick<unknown>(true, "yes", false)),
  }),
  selector: fc.record({
    requests: fc.constant({ storage: "1Gi" }),
    selectorTemplate: fc.record({
      matchLabels: fc.record({
        app: pick("neo4j", "{{ .Values.neo4j.passwordFromSecret }}", '{{ fail "ran" }}'),
      }),
    }),
  }),
  subPathExpr: some(pick("import", "data", ".", "$(POD_NAME)")),
  disableSubPathExpr: some(fc.boolean()),
});

/** Text that a chart may write into YAML as it is. */
const rawText = pick(
  ...["ClusterFirst", "None", "Default\nhostNetwork: true", "Default\u2028hostPID: true"],
  ...['x"\nhostIPC: true\ny: "', "{{ .Values.neo4j }}"],
);

const service = fc.record({
  enabled: some(fc.boolean()),
  annotations: some(fc.dictionary(pick("note", "a\nb"), pick("x", "y\nz"), { maxKeys: 1 })),
  spec: some(
    fc.record({
      type: pick("ClusterIP", "ClusterIP", "LoadBalancer", "NodePort"),
      externalIPs: some(pick<unknown>(["203.0.113.7"], [], null)),
      sessionAffinity: some(rawText),
    }),
  ),
});

const secretMount = fc.record({ secretName, mountPath: path });

const pieces: Readonly<Record<string, fc.Arbitrary<Tree>>> = {
  secretMounts: fc.record({
    secretMounts: fc.oneof(fc.dictionary(key, fc.oneof(secretMount, odd), { maxKeys: 2 }), odd),
  }),
  mounts: fc.record({
    additionalVolumes: fc.array(
      fc.tuple(volumeName, source).map(([name, of]) => ({ name, ...of })),
      { maxLength: 2 },
    ),
    additionalVolumeMounts: fc.array(mount, { maxLength: 2 }),
  }),
  volumes: fc.record({ volumes: fc.dictionary(key, volume, { minKeys: 1, maxKeys: 2 }) }),
  variables: fc.record({ env: fc.dictionary(variable, pick("x", "xtrace"), { maxKeys: 2 }) }),
  envFrom: fc.record({
    envFrom: fc.tuple(fc.record({ secretRef: fc.record({ name: secretName }) })),
  }),
  containers: fc.record({ podSpec: fc.record({ containers }) }),
  initContainers: fc.record({ podSpec: fc.record({ initContainers: containers }) }),
  podSpec: fc.record({
    podSpec: fc.record({
      dnsPolicy: some(rawText),
      serviceAccountName: some(rawText),
      loadbalancer: pick("include", "exclude", "include\n"),
      hostNetwork: some(fc.boolean()),
      tolerations: some(odd),
      terminationGracePeriodSeconds: some(fc.oneof(fc.nat(), rawText)),
      annotations: some(fc.dictionary(key, pick("x", "a\nb: c"), { maxKeys: 1 })),
    }),
  }),
  java: fc.record({
    jvm: fc.record({
      useNeo4jDefaultJvmArguments: some(fc.boolean()),
      additionalJvmArguments: fc.array(
        pick("-Xss2m", "-Xss2m\n-javaagent:/x", " -javaagent:/x", "-Djavax.net.ssl.trustStore=/x"),
        { maxLength: 2 },
      ),
    }),
  }),
  contexts: fc.record({
    securityContext: some(fc.oneof(context, odd)),
    containerSecurityContext: some(fc.oneof(context, odd)),
  }),
  services: fc.record({
    services: fc.dictionary(pick("neo4j", "admin", "default", "internals"), service, {
      maxKeys: 2,
    }),
  }),
  image: fc.record({
    image: fc.record({
      customImage: image,
      registry: pick(undefined, undefined, "example.com"),
      repository: pick(undefined, "neo4j", "example.com/mine", "mine"),
      tag: pick(undefined, "5.26.30-enterprise"),
      imagePullPolicy: some(pick("Always", 'Always"\n          command: [x]\n          x: "y')),
    }),
  }),
  labels: fc.record({
    neo4j: fc.record({
      labels: some(
        fc.dictionary(pick("team", "app", "a: b\nc"), pick("x", "y\nz"), { maxKeys: 1 }),
      ),
      offlineMaintenanceModeEnabled: some(fc.boolean()),
    }),
  }),
  ssl: fc.record({
    ssl: fc.dictionary(
      fc.oneof(pick("bolt", "https"), key),
      fc.record({
        privateKey: fc.record({ secretName }),
        publicCertificate: fc.record({ secretName }),
      }),
      { maxKeys: 2 },
    ),
  }),
  odd: fc
    .tuple(pick("services", "podSpec", "ssl", "volumes", "logging", "statefulset", "env"), odd)
    .map(([name, value]) => ({ [name]: value })),
};

/** Values of one to three kinds, hostile and harmless ones together. */
export const hostileValues: fc.Arbitrary<Tree> = fc
  .array(fc.oneof(...Object.values(pieces)), { minLength: 1, maxLength: 3 })
  .map((parts) => withoutUndefined(parts.reduce(mergeValues, {})));

/** As a stack's file would hold them, which knows null and no undefined. */
function withoutUndefined(values: Tree): Tree {
  return JSON.parse(JSON.stringify(values)) as Tree;
}
