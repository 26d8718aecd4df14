import { APP, type Cases, CONFIG_MAP, PEM } from "../recorded.ts";

/** Rules about secrets in the wrong place. */
export const SECRETS: Cases = {
  "no-secret-in-config-map": [
    {
      change: (stack) => stack.add(CONFIG_MAP, "map", { data: { OKTA_CLIENT_SECRET: "s3cr3t" } }),
      says: "data.OKTA_CLIENT_SECRET of map holds a secret, by its name or its form. Fix: keep it in a Kubernetes Secret.",
    },
    {
      change: (stack) => stack.add(CONFIG_MAP, "map", { data: { "app.conf": "password=s3cr3t" } }),
      says: "data.app.conf of map holds a secret",
    },
    {
      change: (stack) =>
        stack.add(CONFIG_MAP, "map", {
          binaryData: { "tls.pem": Buffer.from(PEM).toString("base64") },
        }),
      says: "binaryData.tls.pem of map holds a secret",
    },
  ],
  "no-secret-in-helm-values": [
    {
      change: (stack) => Object.assign(Object(stack.values().neo4j), { password: "s3cr3t" }),
      says: "values.neo4j.password of neo4j-release holds a secret, by its name or its form. Fix: keep it in a Kubernetes Secret, and refer to that.",
    },
    {
      change: (stack) =>
        stack.setting("dbms.security.ldap.authorization.system_password", "s3cr3t"),
      says: 'values.config["dbms.security.ldap.authorization.system_password"] of neo4j-release holds a secret',
    },
  ],
  "no-secret-in-outputs": [
    {
      change: (stack) => stack.set("neo4j-okta-dedicated", { login: { password: "s3cr3t" } }),
      config: { blinded: true },
      says: "login.password of neo4j-okta-dedicated is in the clear, and a secret by its name or its form. Fix: export it with pulumi.secret(...).",
    },
    {
      change: (stack) => stack.set("neo4j-okta-dedicated", { notes: [PEM] }),
      config: { blinded: true },
      says: "notes[0] of neo4j-okta-dedicated is in the clear",
    },
  ],
  "secrets-stay-in-secrets": [
    {
      change: (stack) => {
        stack.set(APP, { clientSecret: "made-by-okta" });
        stack.add(CONFIG_MAP, "map", { data: { note: "it is made-by-okta today" } });
      },
      says: "data.note of map holds the clientSecret of etl-loader-app in the clear. Fix: keep it in a Kubernetes Secret, refer to that, and make the secret anew.",
    },
    {
      change: (stack) => {
        stack.set("neo4j-password", { result: "made-by-random" });
        stack.add("kubernetes:apps/v1:Deployment", "app", {
          spec: { template: { spec: { containers: [{ env: [{ value: "made-by-random" }] }] } } },
        });
      },
      says: "spec.template.spec.containers[0].env[0].value of app holds the result of neo4j-password",
    },
    {
      change: (stack) => {
        stack.set(APP, { clientBasicSecret: "chosen-by-us" });
        Object.assign(stack.values(), { env: { X: "chosen-by-us" } });
      },
      says: "values.env.X of neo4j-release holds the clientBasicSecret of etl-loader-app",
    },
  ],
};
