import type { ZooSubject } from "./subject.ts";

/** Odd but legal: no MUST may convict them. */
export const oddities: readonly ZooSubject[] = [
  { kind: "server", service: "echo", name: "correct-echo", violates: [] },
];
