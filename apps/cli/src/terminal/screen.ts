import process from "node:process";
import { createLogUpdate } from "log-update";
import pc from "picocolors";
import { write } from "../output.ts";

/** Where people read: stdout, or stderr where stdout carries a report. On a terminal the last lines may be redrawn. */
export interface Screen {
  readonly isTerminal: boolean;
  readonly columns: number;
  readonly colors: ReturnType<typeof pc.createColors>;
  /** Lines that stay. */
  print(text?: string): void;
  /** Lines that the next `live` or `print` replaces. Nothing, where this is no terminal. */
  live(text: string): void;
}

function createScreen(stream: NodeJS.WriteStream): Screen {
  const isTerminal = stream.isTTY === true;
  const update = createLogUpdate(stream, { showCursor: true });
  let isLive = false;
  return {
    isTerminal,
    columns: stream.columns ?? 100,
    colors: pc.createColors(isTerminal && pc.isColorSupported),
    print(text = "") {
      if (isLive) update.clear();
      isLive = false;
      void write(stream, `${text}\n`);
    },
    live(text) {
      if (!isTerminal) return;
      isLive = text !== "";
      if (isLive) update(text);
      else update.clear();
    },
  };
}

/** Where to talk when `file` may be stdout. */
export function screenBeside(file: string | undefined): Screen {
  return createScreen(file === "-" ? process.stderr : process.stdout);
}
