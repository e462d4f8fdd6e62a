const WIDTH = 110;
const COLUMN = 27;

/** Text in lines of at most 110 characters, its spaces as they are but where a line ends; a word that is longer stands alone. What breaks no line in a language (« a ») stays together. */
export function wrap(text: string, { indent = 0, hanging = indent }: { readonly indent?: number; readonly hanging?: number } = {}): string {
  const lines: string[] = [];
  let line = ' '.repeat(indent);
  let isEmpty = true;
  for (const word of text.split(' ')) {
    if (!isEmpty && line.length + 1 + word.length > WIDTH) {
      lines.push(line);
      line = ' '.repeat(hanging);
      isEmpty = true;
    }
    line += isEmpty ? word : ` ${word}`;
    isEmpty = false;
  }
  return [...lines, line].join('\n');
}

/** Two columns: a path, and what is said of it. A path that is longer than its column has a line of its own. */
export function buildEntry(path: string, text: string): string {
  if (path.length >= COLUMN) return `${path}\n${wrap(text, { indent: COLUMN })}\n`;
  return `${path.padEnd(COLUMN)}${wrap(text, { indent: COLUMN }).slice(COLUMN)}\n`;
}

/** A line of a list, without its end. */
export function buildPoint(text: string): string {
  return wrap(`- ${text}`, { hanging: 2 });
}

/** Named values, one per line, those that are absent left out; the values stand below each other. */
export function buildFacts(facts: readonly (readonly [name: string, value: string | undefined])[]): string {
  const said = facts.filter((fact): fact is readonly [string, string] => fact[1] !== undefined);
  const width = Math.max(...said.map(([name]) => name.length)) + 2;
  return said.map(([name, value]) => `${wrap(`${name.padEnd(width)}${value}`, { hanging: width })}\n`).join('');
}

/** Lines in a frame, so that nobody overlooks them. */
export function buildBanner(lines: readonly string[]): string {
  const width = Math.max(...lines.map((line) => line.length)) + 6;
  const rows = lines.map((line) => `#  ${line}`.padEnd(width - 1) + '#');
  return `${'#'.repeat(width)}\n${rows.join('\n')}\n${'#'.repeat(width)}\n\n`;
}
