import { expect, test } from "vitest";
import { killMatrix } from "../../src/zoo/kill-sets.ts";
import type { ZooSubject } from "../../src/zoo/subject.ts";
import type { Finding } from "../../src/zoo/trial.ts";

function server(name: string, ...violates: readonly string[]): ZooSubject {
  return { kind: "server", service: "echo", name, violates };
}

function finding(id: string, word: Finding["word"]): Finding {
  return { id, word, why: "because", durationMs: 1 };
}

test("cases that convict the same subjects count once, and those that convict nobody do not count", () => {
  const { counted, idle } = killMatrix([
    {
      subject: server("one", "ECHO-TCP-1"),
      findings: [
        finding("echo/answers", "convicted"),
        finding("echo/zeros", "convicted"),
        finding("echo/one-byte", "convicted"),
        finding("echo/pipelined", "unsteady"),
      ],
    },
    {
      subject: server("two", "ECHO-TCP-4"),
      findings: [finding("echo/answers", "passed"), finding("echo/one-byte", "convicted")],
    },
  ]);
  expect(counted).toEqual([
    { convicts: ["one"], cases: ["echo/answers", "echo/zeros"] },
    { convicts: ["one", "two"], cases: ["echo/one-byte"] },
  ]);
  expect(idle).toEqual(["echo/pipelined"]);
});

test("a sequence that is played from both ends is one case", () => {
  const { counted } = killMatrix([
    {
      subject: { kind: "agent", ends: ["client", "server"], name: "wrong", violates: ["READ-1"] },
      findings: [finding("read/bulk/client", "passed"), finding("read/bulk/server", "convicted")],
    },
  ]);
  expect(counted).toEqual([{ convicts: ["wrong"], cases: ["read/bulk"] }]);
});

test("a wrong subject that nobody convicts of what it breaks is a fault of the specification", () => {
  const { faults } = killMatrix([
    { subject: server("wrong", "ECHO-TCP-4"), findings: [finding("echo/answers", "convicted")] },
  ]);
  expect(faults).toEqual(["wrong breaks ECHO-TCP-4, and nobody convicts it"]);
});

test("a case that convicts who is right is at fault, and convicts nobody by it", () => {
  const { counted, faults } = killMatrix([{ subject: server("odd"), findings: [finding("echo/zeros", "convicted")] }]);
  expect(counted).toEqual([]);
  expect(faults).toEqual(["odd is odd but right, and echo/zeros convicts it: because"]);
});

test("what the suite could not judge is at fault", () => {
  const { faults } = killMatrix([{ subject: server("odd"), findings: [finding("echo/zeros", "harness-error")] }]);
  expect(faults).toEqual(["odd: echo/zeros could not be judged: because"]);
});

test("a case that fails who is right now and then is at fault", () => {
  const { faults } = killMatrix([{ subject: server("odd"), findings: [finding("echo/zeros", "unsteady")] }]);
  expect(faults).toEqual(["odd is odd but right, and echo/zeros fails it now and then: because"]);
});

test("a wrong subject that fails now and then is not proven wrong", () => {
  const { faults, unsteady } = killMatrix([
    { subject: server("wrong", "ECHO-TCP-1"), findings: [finding("echo/answers", "unsteady")] },
  ]);
  expect(faults).toEqual(["wrong breaks ECHO-TCP-1, and nobody convicts it"]);
  expect(unsteady).toEqual(["wrong: echo/answers"]);
});

test("what a wrong subject is convicted of besides is told apart from what it is known to break", () => {
  const { faults, foreign } = killMatrix([
    {
      subject: server("wrong", "ECHO-TCP-1"),
      findings: [finding("echo/answers", "convicted"), finding("half-close/nothing-sent", "convicted")],
    },
  ]);
  expect(faults).toEqual([]);
  expect(foreign).toEqual([{ subject: "wrong", requirement: "HALFCLOSE-2", cases: ["half-close/nothing-sent"] }]);
});
