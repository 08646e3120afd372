import type { Requirement } from "../requirement.ts";

/** What a connection leaves behind: nothing. */
export const lifetime: readonly Requirement[] = [
  {
    id: "LIFETIME-1",
    level: "MUST",
    source: { document: "anysock", section: "invariant 15" },
    clause: "After 1,000 short connections the server holds as many descriptors as before.",
    observable: "wire",
  },
  {
    id: "LIFETIME-2",
    level: "MUST",
    source: { document: "anysock", section: "invariant 15" },
    clause: "Connections that were reset leave no descriptor behind.",
    observable: "wire",
  },
  {
    id: "LIFETIME-3",
    level: "MUST",
    source: { document: "anysock", section: "invariant 15" },
    clause: "Connections that were abandoned with their echo unread leave no descriptor behind.",
    observable: "wire",
  },
  {
    id: "LIFETIME-4",
    level: "MUST",
    source: { document: "anysock", section: "invariant 15" },
    clause: "An end that closed or aborted its connections holds as many descriptors as before.",
    observable: "api",
  },
  {
    id: "LIFETIME-5",
    level: "MUST",
    source: { document: "anysock", section: "invariant 8" },
    clause: "No order of events ends the process or raises an error that nobody handles.",
    observable: "inside",
  },
  {
    id: "LIFETIME-6",
    level: "MUST",
    source: { document: "anysock", section: "invariant 15" },
    clause:
      "Open listeners and pending operations keep a process alive, idle connections do not, and unref removes either, but for a write that has started.",
    observable: "inside",
  },
  {
    id: "LIFETIME-7",
    level: "MUST",
    source: {
      document: "anysock",
      section: "contexts",
      derived: "nodejs/node#41285, denoland/deno#35154; Node.js, Asynchronous context tracking, Context loss",
    },
    clause:
      "What a program keeps in AsyncLocalStorage is the same after every await of an operation, and in what its then() calls, as where it waits.",
    observable: "inside",
  },
];
