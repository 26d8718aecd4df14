import { spawn } from "node:child_process";
import { appendFileSync, existsSync, readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import * as grpc from "@grpc/grpc-js";
import languageGrpc from "@pulumi/pulumi/proto/language_grpc_pb.js";
import language from "@pulumi/pulumi/proto/language_pb.js";
import plugin from "@pulumi/pulumi/proto/plugin_pb.js";

// A `pulumi-language-nodejs` for tests: it serves LanguageRuntime as the official host does, and
// runs a program in a process of its own, by the SDK's `cmd/run`.

type Unary<Request, Response> = grpc.handleUnaryCall<Request, Response>;

/** The exit status by which `cmd/run` says that it has told the user what is wrong. */
const BAIL = 32;

const engineAddress = process.argv.at(-1) ?? "";

/** The packages with a provider plugin among the program's dependencies. */
function requiredPackages(directory: string): InstanceType<typeof plugin.PackageDependency>[] {
  const modules = join(directory, "node_modules", "@pulumi");
  if (!existsSync(modules)) return [];
  return readdirSync(modules).flatMap((folder) => {
    const manifest = JSON.parse(readFileSync(join(modules, folder, "package.json"), "utf8"));
    if (manifest.pulumi?.resource !== true) return [];
    const dependency = new plugin.PackageDependency();
    dependency.setName(manifest.pulumi.name ?? folder);
    dependency.setKind("resource");
    dependency.setVersion(`v${manifest.version}`);
    return [dependency];
  });
}

const getRequiredPackages: Unary<
  InstanceType<typeof language.GetRequiredPackagesRequest>,
  InstanceType<typeof language.GetRequiredPackagesResponse>
> = ({ request }, answer) => {
  const response = new language.GetRequiredPackagesResponse();
  response.setPackagesList(requiredPackages(request.getInfo()?.getRootDirectory() ?? ""));
  answer(null, response);
};

const getPluginInfo: Unary<unknown, InstanceType<typeof plugin.PluginInfo>> = (_call, answer) => {
  const info = new plugin.PluginInfo();
  info.setVersion("v3.256.0");
  answer(null, info);
};

const run: Unary<
  InstanceType<typeof language.RunRequest>,
  InstanceType<typeof language.RunResponse>
> = ({ request }, answer) => {
  const flags = {
    monitor: request.getMonitorAddress(),
    engine: engineAddress,
    organization: request.getOrganization(),
    project: request.getProject(),
    stack: request.getStack(),
    pwd: request.getPwd(),
    "query-mode": String(request.getQuerymode()),
    parallel: String(request.getParallel()),
    "root-directory": request.getInfo()?.getRootDirectory() ?? "",
  };
  const args = [
    ...Object.entries(flags).flatMap(([name, value]) => (value ? [`--${name}`, value] : [])),
    ...(request.getDryrun() ? ["--dry-run"] : []),
    request.getInfo()?.getEntryPoint() || request.getProgram(),
    ...request.getArgsList(),
  ];
  const programDirectory = request.getInfo()?.getProgramDirectory() ?? request.getPwd();
  const command = createRequire(join(programDirectory, "program.js")).resolve(
    "@pulumi/pulumi/cmd/run",
  );
  note({ tool: "program", args, environment: process.env });
  const child = spawn("node", [command, ...args], {
    stdio: ["ignore", "inherit", "inherit"],
    env: {
      ...process.env,
      PULUMI_CONFIG: JSON.stringify(Object.fromEntries(request.getConfigMap().getEntryList())),
      PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(request.getConfigsecretkeysList()),
    },
  });
  child.on("error", (error) => answer(error));
  child.on("close", (code) => {
    const response = new language.RunResponse();
    if (code === BAIL) response.setBail(true);
    else if (code !== 0) response.setError(`Program exited with non-zero exit code: ${code}`);
    answer(null, response);
  });
};

/** Runs a policy pack, in its own folder and by its own SDK. */
const runPlugin: grpc.handleServerStreamingCall<
  InstanceType<typeof language.RunPluginRequest>,
  InstanceType<typeof language.RunPluginResponse>
> = (call) => {
  const { request } = call;
  const directory = request.getInfo()?.getProgramDirectory() || request.getPwd();
  const command = createRequire(join(directory, "pack.js")).resolve(
    "@pulumi/pulumi/cmd/run-policy-pack",
  );
  const child = spawn("node", [command, ...request.getArgsList(), directory], {
    cwd: directory,
    env: { ...process.env, ...Object.fromEntries(request.getEnvList().map(variable)) },
  });
  const send = (tell: (response: InstanceType<typeof language.RunPluginResponse>) => void) => {
    const response = new language.RunPluginResponse();
    tell(response);
    call.write(response);
  };
  child.stdout.on("data", (data) => send((response) => response.setStdout(data)));
  child.stderr.on("data", (data) => send((response) => response.setStderr(data)));
  child.on("error", (error) => call.destroy(error));
  child.on("close", (code) => {
    send((response) => response.setExitcode(code ?? 1));
    call.end();
  });
  call.on("cancelled", () => child.kill());
};

function variable(text: string): [string, string] {
  const at = text.indexOf("=");
  return [text.slice(0, at), text.slice(at + 1)];
}

/** One line per run of a program, for the test to read. */
function note(entry: object): void {
  const file = process.env.TOOL_LOG;
  if (file !== undefined) appendFileSync(file, `${JSON.stringify(entry)}\n`);
}

const server = new grpc.Server({ "grpc.max_receive_message_length": 400 * 1024 * 1024 });
const service = languageGrpc.LanguageRuntimeService;
const unserved = (name: string): grpc.UntypedHandleCall => {
  return ((_call: unknown, answer: grpc.sendUnaryData<unknown>) =>
    answer({ code: grpc.status.UNIMPLEMENTED, details: name })) as grpc.UntypedHandleCall;
};
server.addService(service, {
  ...Object.fromEntries(Object.keys(service).map((name) => [name, unserved(name)])),
  getRequiredPackages,
  getPluginInfo,
  run,
  runPlugin,
} as grpc.UntypedServiceImplementation);
server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, port) => {
  if (error) throw error;
  process.stdout.write(`${port}\n`);
});
