/** What a command wrote, and how it ended. */
export interface Run {
  status: number;
  out: string;
  err: string;
}

/** Runs a command in this process, and keeps what it writes. */
export async function captured(
  run: (streams: {
    write: (text: string) => void;
    writeError: (text: string) => void;
  }) => Promise<number>,
): Promise<Run> {
  let [out, err] = ["", ""];
  const status = await run({
    write: (text) => {
      out += text;
    },
    writeError: (text) => {
      err += text;
    },
  });
  return { status, out, err };
}
