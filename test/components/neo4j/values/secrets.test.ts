import { describe, expect, test } from "vitest";
import { valuesFindings } from "../../../../components/neo4j/values/findings.ts";

const judge = (values: Record<string, unknown>) =>
  valuesFindings(values, { trust: false, authSecret: "db-auth" });

const secretAt = (...at: (string | number)[]) => ({
  code: "values-secret",
  at,
  message: "would put a secret into the Helm release in the clear",
  allowed: "values without secrets",
  fix: "keep it in a Kubernetes Secret, and refer to that",
});

describe("a value", () => {
  test.each([
    "password",
    "dbPasswd",
    "ADMIN_PASSWORD",
    "clientSecret",
    "token",
    "credential",
    "apikey",
    "api_key",
    "privateKey",
    "private_key",
  ])("that is called %j is a secret", (name) => {
    expect(judge({ analytics: { [name]: "x" } })).toEqual([secretAt("analytics", name)]);
    expect(judge({ analytics: { [name]: 7 } })).toEqual([]);
  });

  test.each(["passwordPolicy", "tokens", "secretName", "passwordFromSecret", "key", "pass"])(
    "that is called %j is none",
    (name) => {
      expect(judge({ analytics: { [name]: "x" } })).toEqual([]);
    },
  );

  test.each(["annotations", "labels"])("below %s is about the object", (key) => {
    expect(judge({ services: { [key]: { "example.com/token": "x" } } })).toEqual([]);
  });

  test.each([
    "-----BEGIN RSA PRIVATE KEY-----",
    "token eyJhbGciOiJS.eyJzdWIiOiJ4",
    "bolt://me:mine@db",
    "bolt://:mine@db",
    "-Dpassword=x",
    "-Dpasswd=x",
    "-DPassPhrase=x",
    "a-secret=x",
    "my_token=x",
    "-Djavax.net.ssl.keyStorePassword=x",
  ])("is a secret as %j, whatever it is called", (text) => {
    expect(judge({ analytics: { level: [text] } })).toEqual([secretAt("analytics", "level", 0)]);
  });

  test.each([
    "-----BEGIN CERTIFICATE-----",
    "eyJhbGciOiJS.eyJ",
    "eyJ.eyJzdWIiOiJ4",
    "Xjhbgcioijs.eyJzdWIiOiJ4",
    "bolt://db:7687/x@y",
    "bolt://me@db",
    "me:mine@db",
    "-Dpassword=",
    "-Dtoken= x",
    "-Dtoken x",
    "-Djavax.net.ssl.trustStorePassword=changeit",
    "-Dtrust_store_password_file=x",
    "trust_storePassword=changeit",
  ])("is none as %j", (text) => {
    expect(judge({ analytics: { level: text } })).toEqual([]);
  });
});

describe("a variable", () => {
  test.each([
    "DB_PASS",
    "SECRET_FILE",
    "GITHUB_TOKEN_FILE",
    "AUTHORIZATION",
    "CREDENTIALS",
    "apikey1",
    "API_KEY_1",
    "ACCESSKEY_1",
    "ACCESS_KEY_1",
    "PRIVATEKEY_1",
    "PRIVATE_KEY_1",
  ])("%s holds a secret, in the server and beside it", (name) => {
    expect(judge({ env: { [name]: "x" } })).toEqual([secretAt("env", name)]);
    expect(judge({ env: { [name]: 7 } })).toEqual([secretAt("env", name)]);
    const pair = (value: unknown) => ({
      podSpec: { containers: [{ name: "c", env: [{ name, value }] }] },
    });
    expect(judge(pair("x"))).toEqual([secretAt("podSpec", "containers", 0, "env", 0, "value")]);
    expect(judge(pair({ from: "x" }))).toEqual([]);
  });

  test.each(["MONKEY", "API_LEVEL", "ACCESS", "PRIVATE", "APIXKEY"])("%s holds none", (name) => {
    expect(judge({ env: { [name]: "x" } })).toEqual([]);
    const env = [{ name, value: "x" }, { value: "x" }, { name: "DB_PASS", valueFrom: {} }];
    expect(judge({ podSpec: { containers: [{ name: "c", env }] } })).toEqual([]);
  });

  test.each([
    "NEO4J_CONF",
    "K8S_NEO4J_NAME",
    "HELM_NEO4J_VERSION",
    "SERVICE_NEO4J",
    "SERVICE_NEO4J_ADMIN",
    "EXTENDED_CONF",
    "EXTENSION_SCRIPT",
    "CLASSPATH",
    "GCONV_PATH",
    "SHELLOPTS",
    "PS4",
    "JAVA_OPTS",
    "_JAVA_OPTIONS",
    "JDK_JAVA_OPTIONS",
    "LD_PRELOAD",
    "BASH_ENV",
    "ENV",
    "PATH",
    "HOME",
    "ifs",
  ])("%s decides what the server runs", (name) => {
    expect(judge({ env: { [name]: "x" } })).toEqual([
      {
        code: "values-derived",
        at: ["env", name],
        message: "is a variable that decides what the server runs or how it is configured",
        allowed: "values that the program does not derive",
        fix: "remove it, and use `config` or jvm",
      },
    ]);
  });

  test.each([
    ...["MY_NEO4J_X", "EXTENDED_CONFIG", "EXTENSION_SCRIPTS", "MY_JAVA_X", "JDK_HOME", "MYPATH"],
    ...["PATHS", "HOMES", "GCONV_PATHS", "ENVIRONMENT", "PS42", "MY_LD_X"],
  ])("%s decides nothing", (name) => {
    expect(judge({ env: { [name]: "x" } })).toEqual([]);
  });

  test.each([7, true, null, {}])("that is %j is no text", (value) => {
    expect(judge({ env: { LEVEL: value } })).toEqual([
      {
        code: "values-chart",
        at: ["env", "LEVEL"],
        message: "is not text, as a ConfigMap demands",
        allowed: "values that the chart reads as they are meant",
        fix: "put it in quotes",
      },
    ]);
  });
});
