/** A page's text with `lines` between `<!-- name -->` and `<!-- /name -->`. */
export function withPart(page: string, text: string, name: string, lines: readonly string[]): string {
  const [before, rest] = text.split(`<!-- ${name} -->\n`);
  const after = rest?.split(`<!-- /${name} -->`)[1];
  if (before === undefined || after === undefined) throw new Error(`${page} has no place for ${name}`);
  return `${before}<!-- ${name} -->\n\n${lines.join("\n").trimEnd()}\n\n<!-- /${name} -->${after}`;
}
