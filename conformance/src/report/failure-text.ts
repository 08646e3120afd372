import type { Requirement } from "@anysock/protocol-spec";
import { type Cause, describeCells } from "./cause.ts";
import { ladderLines } from "./ladder.ts";

/** A part of an explanation, so that a terminal can give each kind its colour. */
export interface Line {
  readonly kind: "headline" | "label" | "expected" | "actual" | "plain" | "divergent" | "command";
  readonly text: string;
}

/** A failure explained: what is required, what happened, and how to see it again. */
export function explainCause(cause: Cause, requirements: readonly Requirement[]): readonly Line[] {
  const { example, cells } = cause;
  const lines: Line[] = [{ kind: "headline", text: headline(cause) }];
  for (const text of describeCells(cells)) lines.push({ kind: "label", text: `  in   ${text}` });
  for (const id of example.requirements) {
    const requirement = requirements.find((one) => one.id === id);
    if (requirement !== undefined) lines.push({ kind: "plain", text: `  ${describeRequirement(requirement)}` });
  }
  if (example.expected !== undefined)
    lines.push({ kind: "expected", text: `  expected  ${indented(example.expected)}` });
  if (example.actual !== undefined) lines.push({ kind: "actual", text: `  actual    ${indented(example.actual)}` });
  if (example.reason !== undefined) lines.push({ kind: "actual", text: `  reason    ${indented(example.reason)}` });
  const { failure } = example;
  if (failure === undefined) return lines;
  for (const { text, isDivergent } of ladderLines(failure.ladder)) {
    lines.push({ kind: isDivergent ? "divergent" : "plain", text: `  ${text}` });
  }
  if (failure.died !== null) lines.push({ kind: "actual", text: `  ${failure.died}` });
  if (failure.stderr.trim() !== "") {
    lines.push({ kind: "label", text: "  its stderr meanwhile:" });
    for (const text of failure.stderr.trimEnd().split("\n").slice(-20))
      lines.push({ kind: "plain", text: `    ${text}` });
  }
  lines.push({ kind: "label", text: "  play it again:" }, { kind: "command", text: `    ${failure.rerun}` });
  if (failure.code !== undefined) {
    lines.push({ kind: "label", text: "  what it does, from inside the runtime:" });
    for (const text of failure.code.split("\n")) lines.push({ kind: "plain", text: `    ${text}` });
  }
  if (failure.repro === undefined || failure.repro === "") return lines;
  lines.push({ kind: "label", text: "  without the suite (save as repro.mjs, run with node):" });
  for (const text of failure.repro.trimEnd().split("\n")) lines.push({ kind: "plain", text: `    ${text}` });
  return lines;
}

function headline({ example }: Cause): string {
  const { id, verdict, level, runs, failed, transport } = example;
  const often = verdict === "flaky" ? ` (failed ${failed} of ${runs})` : "";
  const names: Partial<Record<typeof verdict, string>> = { "harness-error": "ERROR OF THE SUITE" };
  return `${names[verdict] ?? verdict.toUpperCase()}${often}  ${level} ${example.requirements.join(", ")}  ${id}  ${transport}`;
}

/** `ECHO-TCP-1 MUST (RFC 862, TCP, sentence 2): Any data …`. */
function describeRequirement({ id, source, clause }: Requirement): string {
  return `${id} (${source.document}, ${source.section}): ${clause}`;
}

function indented(text: string): string {
  return text.replaceAll("\n", "\n            ");
}
