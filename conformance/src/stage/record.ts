export type StageActor = "client" | "server" | "service";

/** Something that happened while a case was played. */
export interface RecordedEvent {
  /** Microseconds since the case began. */
  readonly at: number;
  readonly actor: StageActor;
  /** The actor's number for the connection. */
  readonly connection?: number;
  readonly text: string;
  readonly detail?: string;
  /** What the agent was asked, so that a program that needs no suite can be made of it. */
  readonly call?: { readonly op: string; readonly args: Readonly<Record<string, unknown>> };
  /** The result of the call that began at this number of {@link StageRecord.events}. */
  readonly answers?: number;
  /** The bytes were not the expected ones, or the call failed. */
  readonly diverges?: true;
}

/** What both ends did, in the order in which it happened, and what the case observed. */
export class StageRecord {
  /** When the case began, by `performance.now()`. */
  readonly began: number = performance.now();
  readonly #events: RecordedEvent[] = [];
  readonly #observations = new Map<string, string | number | boolean>();

  get events(): readonly RecordedEvent[] {
    return this.#events;
  }

  get observations(): ReadonlyMap<string, string | number | boolean> {
    return this.#observations;
  }

  /** Adds an event, now, and returns its number. */
  add(event: Omit<RecordedEvent, "at">): number {
    const at = Math.round((performance.now() - this.began) * 1000);
    return this.#events.push({ at, ...event }) - 1;
  }

  observe(name: string, value: string | number | boolean): void {
    this.#observations.set(name, value);
  }
}
