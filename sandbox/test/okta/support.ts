import { afterAll } from "vitest";
import { OktaEmulator, type OktaEmulatorOptions } from "../../okta/emulator.ts";

/** An answer with its body parsed; null when it had none. */
export interface Reply {
  status: number;
  // biome-ignore lint/suspicious/noExplicitAny: answers are compared, not computed with
  body: any;
  headers: Headers;
}

/** A management caller of one emulator. */
export class Caller {
  readonly okta: OktaEmulator;
  readonly authorization: string;

  constructor(okta: OktaEmulator, authorization = `Bearer ${okta.accessToken}`) {
    this.okta = okta;
    this.authorization = authorization;
  }

  async call(method: string, path: string, body?: unknown): Promise<Reply> {
    const response = await fetch(`${this.okta.url}${path}`, {
      method,
      headers: {
        authorization: this.authorization,
        ...(body === undefined ? {} : { "content-type": "application/json" }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return {
      status: response.status,
      body: text === "" ? null : JSON.parse(text),
      headers: response.headers,
    };
  }

  get = (path: string) => this.call("GET", path);
  post = (path: string, body?: unknown) => this.call("POST", path, body);
  put = (path: string, body?: unknown) => this.call("PUT", path, body);
  patch = (path: string, body?: unknown) => this.call("PATCH", path, body);
  delete = (path: string) => this.call("DELETE", path);
}

/** A started emulator that ends with the test file, and a caller with all rights. */
export async function startOkta(options: OktaEmulatorOptions = {}) {
  const okta = new OktaEmulator(options);
  await okta.start();
  afterAll(() => okta.stop());
  return { okta, admin: new Caller(okta) };
}

/** The body of a service app; `changes` replaces parts of its OAuth settings. */
export function serviceApp(label: string, clientId?: string, changes: object = {}) {
  return {
    name: "oidc_client",
    label,
    signOnMode: "OPENID_CONNECT",
    credentials: {
      oauthClient: {
        token_endpoint_auth_method: "client_secret_basic",
        ...(clientId === undefined ? {} : { client_id: clientId }),
      },
    },
    settings: {
      oauthClient: {
        application_type: "service",
        grant_types: ["client_credentials"],
        response_types: ["token"],
        ...changes,
      },
    },
  };
}
