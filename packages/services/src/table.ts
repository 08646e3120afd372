import type { Connection } from "@anysock/core";
import { discard } from "./discard.ts";
import { echo } from "./echo.ts";
import { upper } from "./upper.ts";

export type StreamServiceName = "echo" | "upper" | "discard";

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
};
