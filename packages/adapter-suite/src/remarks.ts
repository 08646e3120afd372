/** What a runtime says of itself on stderr, and of the package that a program is in: not of what has happened. */
const REMARKS: readonly RegExp[] = [
  /ExperimentalWarning/,
  /--trace-warnings/,
  // Of Node.js, three lines, where the adapter's package.json has no "type".
  /\[MODULE_TYPELESS_PACKAGE_JSON\] Warning: /,
  /^Reparsing as ES module because module syntax was detected\./,
  /^To eliminate this warning, add "type": "module" to /,
];

/** The other lines of it. */
export function withoutRemarks(errors: string): readonly string[] {
  return errors.split("\n").filter((line) => line !== "" && !REMARKS.some((remark) => remark.test(line)));
}
