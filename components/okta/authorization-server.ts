import * as okta from "@pulumi/okta";
import * as pulumi from "@pulumi/pulumi";
import type { ErrorCode } from "../../access/errors.ts";
import { type Finding, show } from "../../access/finding.ts";
import { ArgumentError } from "../argument-error.ts";

/** An Okta authorization server, adopted or created; issuer and audience are what Okta reports. */
export interface AuthorizationServer {
  /** The id in Okta's API: `aus...`, or `default` for the org's own default server. */
  id: pulumi.Input<string>;
  /** `iss` of its tokens. */
  issuer: pulumi.Input<string>;
  /** `aud` of its tokens. */
  audience: pulumi.Input<string>;
  /** The resource, when this stack created the server. Default: none, for an adopted one. */
  created?: okta.auth.Server;
}

/**
 * Creates a dedicated authorization server.
 *
 * @param args Its name, unique in the org, and the `aud` of its tokens. Both change in place; a new
 * audience has to reach Neo4j before its tokens are accepted again.
 */
export function createAuthorizationServer(
  name: string,
  args: { name: string; audience: string; description?: string },
  opts?: pulumi.CustomResourceOptions,
): AuthorizationServer {
  const created = new okta.auth.Server(
    name,
    {
      name: args.name,
      audiences: [args.audience],
      description: args.description ?? "Tokens for Neo4j service accounts",
    },
    opts,
  );
  const audience = created.audiences.apply(([only]) => only ?? args.audience);
  return { id: created.id, issuer: created.issuer, audience, created };
}

/**
 * Reads an existing authorization server, whose own settings stay untouched.
 *
 * @param args `id` is `default`, or the server's `aus...` id; `audience` is compared with Okta's.
 * @throws {ArgumentError} when the server is inactive, or its audience is not `audience`: the tokens
 * would then be for someone else.
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
  return { id: args.id, issuer: found.issuer, audience: args.audience };
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
  const [actual = ""] = found.audiences;
  if (actual !== args.audience) {
    refuse("authorization-server-audience", {
      at: ["audience"],
      message: `is ${show(args.audience)}, but the authorization server ${show(args.id)} issues tokens for ${show(actual)}`,
      allowed: show(actual),
      fix: "set the audience to that value, or create a dedicated server with { name, audience }",
    });
  }
  if (found.status !== "ACTIVE") {
    refuse("authorization-server-inactive", {
      at: ["id"],
      message: `is ${show(args.id)}, which is ${found.status} at Okta and issues no token`,
      allowed: "an authorization server that is ACTIVE",
      fix: "activate it, or create a dedicated server with { name, audience }",
    });
  }
}

function refuse(code: ErrorCode, finding: Omit<Finding, "code">): never {
  throw new ArgumentError(code, [{ code, ...finding }]);
}
