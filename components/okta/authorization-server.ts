import * as okta from "@pulumi/okta";
import * as pulumi from "@pulumi/pulumi";

/** An Okta authorization server, adopted or created; issuer and audience are what Okta reports. */
export interface AuthorizationServer {
  /** The id in Okta's API: `aus...`, or `default` for the org's own default server. */
  id: pulumi.Input<string>;
  /** `iss` of its tokens. */
  issuer: pulumi.Input<string>;
  /** `aud` of its tokens. */
  audience: pulumi.Input<string>;
  /** The resource, when this stack created the server; undefined for an adopted one. */
  created: okta.auth.Server | undefined;
}

/** An adopted server that Okta reports otherwise than the settings say. */
export class AuthorizationServerError extends pulumi.RunError {
  readonly code: "authorization-server-audience" | "authorization-server-inactive";

  constructor(code: AuthorizationServerError["code"], message: string) {
    super(`[${code}] ${message}`);
    this.code = code;
  }
}

/** Creates a dedicated authorization server. */
export function createAuthorizationServer(
  name: string,
  args: { name: string; audience: string },
  opts?: pulumi.CustomResourceOptions,
): AuthorizationServer {
  const created = new okta.auth.Server(
    name,
    {
      name: args.name,
      audiences: [args.audience],
      description: "Tokens for Neo4j service accounts",
    },
    opts,
  );
  const audience = created.audiences.apply(([only]) => only ?? args.audience);
  return { id: created.id, issuer: created.issuer, audience, created };
}

/**
 * Reads an existing authorization server, whose own settings stay untouched.
 *
 * @param id `default`, or the server's `aus...` id.
 * @throws {AuthorizationServerError} when the server is inactive, or its audience is not `audience`:
 * the tokens would then be for someone else.
 */
export async function adoptAuthorizationServer(
  name: string,
  args: { id: string; audience: string },
  opts?: pulumi.InvokeOptions,
): Promise<AuthorizationServer> {
  const found =
    args.id === "default"
      ? await okta.auth.getServer({ name: "default" }, opts)
      : await readServer(name, args.id, opts);
  refuseMismatch(args, found);
  const [audience = args.audience] = found.audiences;
  return { id: args.id, issuer: found.issuer, audience, created: undefined };
}

type Found = Pick<okta.auth.GetServerResult, "audiences" | "issuer" | "status">;

function readServer(name: string, id: string, opts?: pulumi.InvokeOptions): Promise<Found> {
  const server = okta.auth.Server.get(name, id, {}, opts);
  const { audiences, issuer, status } = server;
  return new Promise((resolve) => {
    pulumi.all([audiences, issuer, status]).apply(([audiences, issuer, status]) => {
      resolve({ audiences, issuer, status: status ?? "ACTIVE" });
    });
  });
}

function refuseMismatch(args: { id: string; audience: string }, found: Found): void {
  const where = "neo4j-okta:authorizationServer";
  if (found.audiences[0] !== args.audience) {
    throw new AuthorizationServerError(
      "authorization-server-audience",
      `${where}.audience is "${args.audience}", but Okta's authorization server "${args.id}" ` +
        `issues tokens for "${found.audiences[0]}". Set the audience to that value, or ` +
        "create a dedicated server with { name, audience }.",
    );
  }
  if (found.status !== "ACTIVE") {
    throw new AuthorizationServerError(
      "authorization-server-inactive",
      `${where}.id names "${args.id}", which is ${found.status} in Okta and issues no token. ` +
        "Activate it, or create a dedicated server with { name, audience }.",
    );
  }
}
