export type ExitStatus = 0 | 1 | 2 | 3 | 4 | 130;

/** What the exit status of a run means. `--help` prints this table. */
export const exitStatusTable: Readonly<Record<ExitStatus, string>> = {
  0: "every MUST that could be judged passed",
  1: "a MUST is violated, or holds only now and then",
  2: "usage: nothing was started",
  3: "no MUST failed, but one could not be judged",
  4: "as 0, but what was to be written could not be",
  130: "interrupted by Ctrl-C; the partial report is written",
};
