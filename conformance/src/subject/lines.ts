/** The longest line of the agent protocol, in characters. */
export const MAX_LINE: number = 1024 * 1024;

/** Cuts text into lines as it comes. CR LF and LF both end a line. */
export class LineSplitter {
  #rest = "";

  /** The lines that `text` completes, in order, without their ends. What no line end follows is kept for the next call. */
  push(text: string): string[] {
    const lines = (this.#rest + text).split("\n");
    this.#rest = lines.pop() ?? "";
    return lines.map((line) => (line.endsWith("\r") ? line.slice(0, -1) : line));
  }

  /** What has come of a line that has not ended. */
  get rest(): string {
    return this.#rest;
  }
}
