import { createHash } from "node:crypto";
import * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import type { Values } from "./values/values.ts";

const CERTIFICATES = "/certificates";
const TRUST_STORE = "/var/lib/neo4j/truststore";

/** A ConfigMap with one file for each certificate of a private CA, in PEM. */
export function createTrustConfigMap(
  name: string,
  args: { configMap: string; namespace: pulumi.Input<string>; certificates: readonly string[] },
  opts: pulumi.CustomResourceOptions,
): kubernetes.core.v1.ConfigMap {
  return new kubernetes.core.v1.ConfigMap(
    name,
    {
      metadata: { name: args.configMap, namespace: args.namespace },
      data: Object.fromEntries(args.certificates.map((pem, index) => [`ca-${index}.crt`, pem])),
    },
    opts,
  );
}

/**
 * Helm values that make Neo4j trust further certificates when it fetches the discovery document
 * and the keys. Java's `trustStore` option replaces its own list, so an init container copies that
 * list first and adds to it; a digest of the certificates on the Pod rolls it when they change.
 */
export function trustValues<T>(configMap: T, certificates: readonly string[]): Values {
  const digest = createHash("sha256").update(certificates.join("\n")).digest("hex");
  return {
    additionalVolumes: [
      { name: "okta-ca", configMap: { name: configMap } },
      { name: "okta-truststore", emptyDir: {} },
    ],
    additionalVolumeMounts: [{ name: "okta-truststore", mountPath: TRUST_STORE, readOnly: true }],
    jvm: {
      additionalJvmArguments: [
        `-Djavax.net.ssl.trustStore=${TRUST_STORE}/cacerts`,
        // The password that every Java distribution ships its list with; it protects nothing.
        "-Djavax.net.ssl.trustStorePassword=changeit",
      ],
    },
    podSpec: {
      annotations: { "neo4j-okta/ca-digest": digest },
      initContainers: [initContainer()],
    },
  };
}

/** Without an image of its own: the chart puts Neo4j's in, which brings Java and `keytool`. */
function initContainer(): Values {
  return {
    name: "okta-truststore",
    command: ["bash", "-euc", SCRIPT],
    securityContext: {
      runAsNonRoot: true,
      runAsUser: 7474,
      runAsGroup: 7474,
      allowPrivilegeEscalation: false,
      capabilities: { drop: ["ALL"] },
    },
    volumeMounts: [
      { name: "okta-ca", mountPath: CERTIFICATES, readOnly: true },
      { name: "okta-truststore", mountPath: TRUST_STORE },
    ],
  };
}

const SCRIPT = `java_home="\${JAVA_HOME:-$(dirname "$(dirname "$(readlink -f "$(command -v java)")")")}"
cp "$java_home/lib/security/cacerts" ${TRUST_STORE}/cacerts
chmod u+w ${TRUST_STORE}/cacerts
for file in ${CERTIFICATES}/*.crt; do
  "$java_home/bin/keytool" -importcert -noprompt -trustcacerts -alias "okta-$(basename "$file")" \\
    -file "$file" -keystore ${TRUST_STORE}/cacerts -storepass changeit
done`;
