/**
 * Namespaces whose variables point a plugin, the engine or Helm at the user's own org, cluster,
 * backend or folders, or change what they do there.
 */
const REDIRECTING =
  /^(OKTA_|PULUMI_|KUBE|HELM_|TF_|MAX_API_CAPACITY$|XDG_(CACHE|CONFIG|DATA|STATE)_HOME$)/;

/** Says which plugins the user wants to be used, so a rehearsal heeds it as well. */
const KEPT = "PULUMI_IGNORE_AMBIENT_PLUGINS";

const LOOPBACK = ["127.0.0.1", "localhost", "::1"];

/**
 * The user's environment made safe for a rehearsal. Proxies stay, for charts that are downloaded,
 * but not on the way to loopback.
 *
 * @returns what differs from `env`; `undefined`: the variable is taken away.
 */
export function rehearsalEnvironment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const removed = Object.keys(env).filter((name) => REDIRECTING.test(name) && name !== KEPT);
  return {
    ...Object.fromEntries(removed.map((name) => [name, undefined])),
    ...loopbackPastProxies(env),
  };
}

/**
 * `NO_PROXY` in every spelling, with loopback in it. Go's clients pass proxies by for loopback
 * anyway; Node.js gRPC, between a program and its engine, does so only if told.
 *
 * @param others further hosts that are reached without a proxy
 */
export function loopbackPastProxies(
  env: NodeJS.ProcessEnv,
  ...others: string[]
): NodeJS.ProcessEnv {
  const listed = [env.NO_PROXY, env.no_proxy, env.no_grpc_proxy].flatMap(
    (list) => list?.split(",") ?? [],
  );
  const hosts = [...listed, ...LOOPBACK, ...others]
    .map((host) => host.trim())
    .filter((host) => host !== "");
  const value = [...new Set(hosts)].join(",");
  return { NO_PROXY: value, no_proxy: value, no_grpc_proxy: value };
}
