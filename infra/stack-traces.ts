/** Where Pulumi's Node.js language host starts a program; it installs source-map-support there. */
const LAUNCHER = /[\\/]@pulumi[\\/]pulumi[\\/]cmd[\\/]run(?:[\\/]|$)/;

/**
 * Formats stack traces as V8 does, in a process that Pulumi's language host started.
 *
 * The SDK takes a trace for every promise and every resource, and source-map-support looks for a
 * source map for each frame: that is half of a big stack's time. Node strips types in place, so
 * lines and columns are right without maps. The SDK's own traces, of errors without a message, are
 * left out, as only its search for lost promises shows them (`PULUMI_DEBUG_PROMISE_LEAKS`); every
 * other error keeps its whole trace.
 *
 * @param launcher what the process runs. Default: its first argument
 */
export function useNativeStackTraces(launcher = process.argv[1] ?? ""): void {
  if (!LAUNCHER.test(launcher)) return;
  const showsLeaks = Boolean(process.env.PULUMI_DEBUG_PROMISE_LEAKS);
  Error.prepareStackTrace = (error, frames) => {
    const text = Error.prototype.toString.call(error);
    // Without a limit the SDK looks for the program's lines, to note them in the state.
    const isNeeded = showsLeaks || error.message !== "" || Error.stackTraceLimit === Infinity;
    return isNeeded ? [text, ...frames.map((frame) => `    at ${frame}`)].join("\n") : text;
  };
}
