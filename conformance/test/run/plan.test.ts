import type { Case } from "@anysock/protocol-spec";
import { expect, test } from "vitest";
import { type PlanOptions, planCases } from "../../src/run/plan.ts";
import { caseOf } from "./cases.ts";

const everything: PlanOptions = {
  transport: "tcp4",
  subjects: new Set(["service", "client", "server"]),
  services: new Set(["echo"]),
  chosen: () => true,
};

function planned(cases: readonly Case[], options: Partial<PlanOptions> = {}): readonly string[] {
  return planCases(cases, { ...everything, ...options }).map(({ id }) => id);
}

test("every case comes after those that it depends on", () => {
  const cases = [caseOf("a", { dependsOn: ["c"] }), caseOf("b"), caseOf("c", { dependsOn: ["b"] })];
  expect(planned(cases)).toEqual(["b", "c", "a"]);
});

test("a dependency that was not chosen holds nobody up", () => {
  const cases = [caseOf("a", { dependsOn: ["b"] }), caseOf("b")];
  expect(planned(cases, { chosen: ({ id }) => id === "a" })).toEqual(["a"]);
});

test("cases that depend on one another are refused", () => {
  const cases = [caseOf("a", { dependsOn: ["b"] }), caseOf("b", { dependsOn: ["a"] })];
  expect(() => planned(cases)).toThrow("a -> b -> a");
});

test("only cases of the transport, the service and the kind of subject are planned", () => {
  const cases = [
    caseOf("unix", { needs: { service: "echo", transports: ["unix"] } }),
    caseOf("upper", { needs: { service: "upper" } }),
    caseOf("client", { subject: "client", needs: {} }),
    caseOf("echo"),
  ];
  expect(planned(cases)).toEqual(["client", "echo"]);
  expect(planned(cases, { subjects: new Set(["service"]), transport: "unix" })).toEqual(["unix", "echo"]);
});
