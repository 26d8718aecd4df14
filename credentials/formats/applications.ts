import { Neo4jOktaError } from "../../access/errors.ts";
import { jsonText } from "../../access/json.ts";
import { type Format, type Handed, unfit } from "./format.ts";

/** `application.properties` of Spring Boot: a client registration called `neo4j`. */
export const spring: Format = {
  hasSecrets: true,
  options: [],
  render: (handed) => {
    const { fields } = handed;
    const [registration, provider] = ["registration", "provider"].map(
      (part) => `spring.security.oauth2.client.${part}.neo4j`,
    );
    const properties = {
      [`${registration}.authorization-grant-type`]: "client_credentials",
      [`${registration}.client-authentication-method`]: fields.authMethod,
      [`${registration}.client-id`]: fields.clientId,
      [`${registration}.client-secret`]: fields.clientSecret,
      [`${registration}.scope`]: fields.scope,
      [`${provider}.token-uri`]: fields.tokenEndpoint,
      "spring.neo4j.uri": fields.neo4jUri,
      "spring.data.neo4j.database": fields.database,
      "neo4j-okta.issuer": fields.issuer,
      "neo4j-okta.audience": fields.audience,
      "neo4j-okta.private-key": fields.privateKey,
      "neo4j-okta.private-key-file": fields.privateKeyFile,
      "neo4j-okta.private-key-id": fields.privateKeyId,
    };
    return Object.entries(present(properties))
      .map(([key, value]) => `${key}=${propertyValue(literal(key, value, "Spring"))}\n`)
      .join("");
  },
};

/** Members of a connector's configuration, as Kafka Connect takes it. */
export const kafkaConnector: Format = {
  hasSecrets: true,
  options: [],
  render: (handed) => {
    const { neo4jUri, database } = handed.fields;
    const settings = {
      "neo4j.uri": neo4jUri,
      "neo4j.database": database,
      ...oidc("neo4j.", "Kafka", handed),
    };
    const entries = Object.entries(present(settings));
    for (const [key, value] of entries) literal(key, value, "Kafka Connect");
    return jsonText(Object.fromEntries(entries));
  },
};

/** Options of a DataFrame reader or writer. */
export const sparkConnector: Format = {
  hasSecrets: true,
  options: [],
  render: (handed) => {
    const { neo4jUri, database } = handed.fields;
    const options = { url: neo4jUri, database, ...oidc("", "Spark", handed) };
    return jsonText(present(options));
  },
};

/** The `oidc` authentication that both connectors have. */
function oidc(prefix: string, connector: string, { account, fields }: Handed) {
  if (fields.authMethod === "private_key_jwt") {
    throw new Neo4jOktaError(
      "credentials-value",
      `${account} has a private key, and how the connector for ${connector} takes one is not known here. Fix: give the connector an account with credential: client_secret.`,
    );
  }
  const settings = {
    grantType: "client_credentials",
    tokenEndpoint: fields.tokenEndpoint,
    clientId: fields.clientId,
    clientSecret: fields.clientSecret,
    scope: fields.scope,
  };
  const entries = Object.entries(settings).map(([name, value]) => [
    `${prefix}authentication.oidc.${name}`,
    value,
  ]);
  return { [`${prefix}authentication.type`]: "oidc", ...Object.fromEntries(entries) };
}

function present(values: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])),
  );
}

/** @throws Neo4jOktaError `credentials-value` for what the reader would fill in */
function literal(key: string, value: string, reader: string): string {
  if (!value.includes("${")) return value;
  throw unfit(key, `has \${ in it, which ${reader} fills in`, "take --format json");
}

/** The rules of `java.util.Properties`; Spring reads the file as ISO 8859-1 or UTF-8, so it is ASCII. */
function propertyValue(value: string): string {
  return value
    .replace(/[\\#!=:]/g, "\\$&")
    .replace(/\n/g, "\\n")
    .replace(/^ /, "\\ ")
    .replace(/[^ -~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
