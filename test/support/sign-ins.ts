import { validSettings } from "./settings.ts";

const TENANT = "54e85725-ed2a-49a4-a19e-11c8d29f9a0f";

/** An accepted sign-in of each provider, as a stack file has it. */
export const SIGN_INS = {
  okta: {
    id: "okta",
    provider: "okta",
    browsers: ["http://localhost:7474/browser/"],
    authorizationServer: { name: "neo4j-people", audience: "api://neo4j-people" },
    groups: { engineers: ["publisher"], collaborators: ["reader"] },
  },
  entra: {
    id: "azure",
    provider: "entra",
    tenant: TENANT,
    clientId: "4376dc8b-b5af-424f-9ada-c1c1b2d416b9",
    apiScope: "access-token",
    browsers: ["https://neo4j.example.com/browser/"],
    groups: { "e8b6ddfa-688d-4ace-987d-6cc5516af188": ["publisher"] },
  },
  google: {
    id: "google",
    provider: "google",
    clientId: "345461137297-v9brpjmgbvbm3d5s9fq65tktevosd3rn.apps.googleusercontent.com",
    clientSecret: "GOCSPX-hunter2hunter2",
    browsers: ["https://neo4j.example.com/browser/"],
  },
  keycloak: {
    id: "keycloak",
    provider: "keycloak",
    issuer: "https://sso.example.com/realms/data",
    clientId: "neo4j-browser",
    audience: "account",
    browsers: ["https://neo4j.example.com/browser/"],
    groups: { "data-readers": ["reader"] },
  },
} as const;

/** The sign-in of a provider, with changes. */
export function validSignIn(
  provider: keyof typeof SIGN_INS,
  changes: Record<string, unknown> = {},
): Record<string, unknown> {
  return { ...SIGN_INS[provider], ...changes };
}

/** Settings with one sign-in alone. */
export function withSignIn(provider: keyof typeof SIGN_INS, changes: Record<string, unknown>) {
  return validSettings({ signIns: [validSignIn(provider, changes)] });
}
