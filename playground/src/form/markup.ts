/** The Markdown of the toolbar. */

export type Tool = 'bold' | 'italic' | 'heading' | 'list' | 'quote' | 'link';

interface Edited {
  text: string;
  start: number;
  end: number;
}

const around: Partial<Record<Tool, string>> = { bold: '**', italic: '*' };
const before: Partial<Record<Tool, string>> = { heading: '## ', list: '- ', quote: '> ' };

/** The text after a tool was used on a selection, and the new selection. A second use on the same selection undoes the first. */
export function marked(tool: Tool, text: string, start: number, end: number, placeholder: string): Edited {
  const mark = around[tool];
  if (mark) return wrapped(text, start, end, mark, placeholder);
  const prefix = before[tool];
  if (prefix) return prefixed(text, start, end, prefix);
  const words = text.slice(start, end) || placeholder;
  const link = `[${words}](https://)`;
  const address = start + words.length + 3;
  return { text: text.slice(0, start) + link + text.slice(end), start: address, end: address + 'https://'.length };
}

function wrapped(text: string, start: number, end: number, mark: string, placeholder: string): Edited {
  const n = mark.length;
  if (text.slice(start - n, start) === mark && text.slice(end, end + n) === mark) {
    return { text: text.slice(0, start - n) + text.slice(start, end) + text.slice(end + n), start: start - n, end: end - n };
  }
  const words = text.slice(start, end) || placeholder;
  return { text: text.slice(0, start) + mark + words + mark + text.slice(end), start: start + n, end: start + n + words.length };
}

/** Adds a prefix to each line of a selection, or removes it if all lines have it. */
function prefixed(text: string, start: number, end: number, prefix: string): Edited {
  const from = text.lastIndexOf('\n', start - 1) + 1;
  const to = text.indexOf('\n', end) < 0 ? text.length : text.indexOf('\n', end);
  const lines = text.slice(from, to).split('\n');
  const all = lines.every((line) => line.startsWith(prefix));
  const after = lines.map((line) => (all ? line.slice(prefix.length) : prefix + line)).join('\n');
  return { text: text.slice(0, from) + after + text.slice(to), start: from, end: from + after.length };
}
