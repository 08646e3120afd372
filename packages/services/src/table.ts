import type { Connection } from "@anysock/core";
import { chargen } from "./chargen.ts";
import { daytime } from "./daytime.ts";
import { discard } from "./discard.ts";
import { echo } from "./echo.ts";
import { time } from "./time.ts";
import { upper } from "./upper.ts";

export type StreamServiceName = "echo" | "upper" | "discard" | "chargen" | "daytime" | "time";

/** A service over streams: a handler for `serve()`, and what it is by. */
export interface StreamService {
  readonly serve: (connection: Connection) => Promise<void>;
  readonly source: string;
}

/** The services by name. */
export const streamServices: Readonly<Record<StreamServiceName, StreamService>> = {
  echo: { serve: echo, source: "RFC 862" },
  upper: { serve: upper, source: "the tutorial this project grew from" },
  discard: { serve: discard, source: "RFC 863" },
  chargen: { serve: chargen, source: "RFC 864" },
  daytime: { serve: daytime, source: "RFC 867" },
  time: { serve: time, source: "RFC 868" },
};
