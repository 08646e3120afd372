import { type OptionId, type OptionOutcome, optionTable, outcomeOf } from "@anysock/core";
import { runtimeOptions } from "anysock/options";

/** One option on one version of a runtime, run in some way: its effect, or `ENOTSUP`. There is nothing else. */
interface OptionCell {
  readonly column: string;
  readonly outcome: OptionOutcome;
}

export interface OptionLine {
  readonly option: OptionId;
  readonly meaning: string;
  readonly cells: readonly OptionCell[];
}

const columns = runtimeOptions.flatMap(({ rows, columns }) => columns.map((column) => ({ rows, column })));

/** The versions and ways to run them, in the order of every line's cells. */
export const optionColumnNames: readonly string[] = columns.map(({ column }) => column.name);

/** The rows of all adapters, joined: options down, runtimes across. */
export function optionLines(): readonly OptionLine[] {
  return (Object.keys(optionTable) as OptionId[]).map((option) => ({
    option,
    meaning: optionTable[option].meaning,
    cells: columns.map(({ rows, column }) => ({
      column: column.name,
      outcome: outcomeOf(rows, option, new Set(column.has)),
    })),
  }));
}

/** What a cell of the table says; the rest of it is a note. */
export function cellText(outcome: OptionOutcome): string {
  if (!outcome.effect) return "ENOTSUP";
  return outcome.except === undefined ? "effect" : "effect, except";
}

/** Each refusal and exception, with the columns that it is of: why, and what would help. */
export function optionNotes(): readonly {
  readonly option: OptionId;
  readonly columns: readonly string[];
  readonly text: string;
}[] {
  return optionLines().flatMap(({ option, cells }) => {
    const byText = new Map<string, string[]>();
    for (const { column, outcome } of cells) {
      const text = noteOf(outcome);
      if (text !== undefined) byText.set(text, [...(byText.get(text) ?? []), column]);
    }
    return [...byText].map(([text, of]) => ({ option, columns: of, text }));
  });
}

function noteOf(outcome: OptionOutcome): string | undefined {
  if (outcome.effect) return outcome.except === undefined ? undefined : `ENOTSUP ${outcome.except}`;
  return outcome.help === undefined ? `ENOTSUP (${outcome.why})` : `ENOTSUP (${outcome.why}; ${outcome.help})`;
}
