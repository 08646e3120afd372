import type { Capability } from "@anysock/core";
import type { ServiceName, Stage, Transport } from "./stage.ts";

/** A time sequence that is played on a stage and holds its subject to requirements. */
export interface Case {
  /** The path of its file under `cases/`, without the ending; a file that holds several adds a word for each. */
  readonly id: string;
  /** A sentence of the specification. */
  readonly title: string;
  /** Ids of requirements, all of one level. */
  readonly verifies: readonly [string, ...string[]];
  /** Who is judged: a service, the actor that connects, or the actor that listens. */
  readonly subject: "service" | "client" | "server";
  /** The fault that this case catches and no other case does: somebody can build a wrong subject from this sentence. */
  readonly convicts: string;
  readonly needs: Needs;
  /** Cases without whose success this one says nothing. */
  readonly dependsOn?: readonly string[];
  play(stage: Stage): Promise<Outcome | undefined> | Promise<void>;
}

export interface Needs {
  /** For subject `service`. */
  readonly service?: ServiceName;
  /** It is about datagrams, and played on their transports alone; absent: about streams, on theirs. */
  readonly datagrams?: true;
  /** Absent: every transport of its kind. */
  readonly transports?: readonly Transport[];
  /** Capabilities of the subject (see `@anysock/core`); a subject without them is `unsupported` here. */
  readonly capabilities?: readonly Capability[];
  /** Capabilities of the other end; where it lacks one, this pair cannot play the case and it does not apply. */
  readonly peerCapabilities?: readonly Capability[];
  /** Descriptors and memory of the subject's process. */
  readonly process?: true;
  /** Nothing else may be played on this subject meanwhile, because its process as a whole is measured. */
  readonly alone?: true;
}

/** Another legal way to behave, by name, where the specification allows several. */
export interface Outcome {
  readonly alternative: string;
}

/** What the case is about does not exist here, or cannot be seen from here. It says nothing against anybody. */
export class Inapplicable extends Error {
  override readonly name = "Inapplicable";
}

/** The subject did not do what the case expects. */
export class Mismatch extends Error {
  override readonly name = "Mismatch";
  readonly expected: string;
  readonly actual: string;
  /** When it was seen, by `performance.now()`: what the case does afterwards, to tidy up, is no part of the failure. */
  readonly at: number = performance.now();
  /** The case has seen it again already, and what it leaves behind would hide it from another playing. */
  readonly isConclusive: boolean;
  /** `cause` is the error of the operation that failed, where one did. */
  constructor(
    expected: string,
    actual: string,
    options: { readonly cause?: Error; readonly isConclusive?: boolean } = {},
  ) {
    super(`expected ${expected}, got ${actual}`, options);
    this.isConclusive = options.isConclusive ?? false;
    this.expected = expected;
    this.actual = actual;
  }
}
