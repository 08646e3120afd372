import type { ApiCase } from "./api-case.ts";
import { apiCases } from "./catalogue.ts";

/** So many are named that somebody may have meant. */
const NEAR = 3;

/** The cases with one of these ids, or whose ids begin so (`api/close`). Throws where one of them is nobody's. */
export function chosenCases(only: readonly string[]): readonly ApiCase[] {
  for (const one of only) {
    if (apiCases.some((each) => isOf(each, one))) continue;
    throw new Error(`only: ${JSON.stringify(one)} is no case, nor how one begins; near: ${near(one).join(", ")}`);
  }
  return apiCases.filter((each) => only.some((one) => isOf(each, one)));
}

function isOf({ id }: ApiCase, one: string): boolean {
  return id === one || id.startsWith(`${one}/`);
}

/** Those that begin as it does for the longest. */
function near(typed: string): readonly string[] {
  const common = ({ id }: ApiCase): number => {
    const at = [...id].findIndex((letter, index) => letter !== typed[index]);
    return at === -1 ? id.length : at;
  };
  return [...apiCases]
    .sort((one, other) => common(other) - common(one))
    .slice(0, NEAR)
    .map(({ id }) => id);
}
