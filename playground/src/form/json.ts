import { applyEdits, createScanner, findNodeAtLocation, modify, parse, parseTree, SyntaxKind, type JSONPath, type Node, type ParseError } from 'jsonc-parser';

export type Path = JSONPath;

const options = { allowTrailingComma: true, allowEmptyContent: true };
const formatting = { formattingOptions: { insertSpaces: true, tabSize: 2, eol: '\n' } };

/** The variables in the editor; undefined while they can't be parsed. */
export function readJSON(text: string): Record<string, unknown> | undefined {
  const errors: ParseError[] = [];
  const value: unknown = parse(text, errors, options) ?? {};
  if (errors.length > 0 || typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  return value as Record<string, unknown>;
}

/** The value at a path, or undefined. */
export function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>((v, step) => (typeof v === 'object' && v !== null ? (v as Record<string | number, unknown>)[step] : undefined), value);
}

/**
 * Writes a value into a JSON text and leaves the rest unchanged: unknown keys, comments, the
 * layout. Undefined removes the value, and objects that become empty, except the value of a
 * variable.
 */
export function writeJSON(text: string, path: Path, value: unknown): string {
  const before = text.trim() === '' ? '{}' : text;
  const tree = parseTree(before, [], options);
  if (!tree) return text;
  if (value !== undefined) {
    const [at, nested] = nest(tree, path, value);
    return applyEdits(before, modify(before, at, nested, formatting));
  }
  const property = findNodeAtLocation(tree, path)?.parent;
  if (property?.type !== 'property') return text;
  const after = without(before, property);
  const parent = path.slice(0, -1);
  const left = valueAt(readJSON(after), parent);
  const emptied = parent.length > 1 && typeof parent.at(-1) === 'string' && typeof left === 'object' && left !== null && Object.keys(left).length === 0;
  return emptied ? writeJSON(after, parent, undefined) : after;
}

/** A text without a property of an object and its comma; comments stay. */
function without(text: string, { offset, length }: Node): string {
  const scanner = createScanner(text, true);
  scanner.setPosition(offset + length);
  const comma = scanner.scan() === SyntaxKind.CommaToken ? scanner.getTokenOffset() : undefined;
  if (comma !== undefined) return text.slice(0, offset) + text.slice(offset + length, comma) + text.slice(comma + 1).replace(/^[ \t]*\n[ \t]*/, '');
  const before = text.slice(0, offset).replace(/,?\s*$/, '');
  return before + text.slice(offset + length);
}

/** The deepest existing place on a path, and its new value. */
function nest(tree: Node, path: Path, value: unknown): [Path, unknown] {
  for (let depth = 1; depth < path.length; depth++) {
    const container = findNodeAtLocation(tree, path.slice(0, depth));
    const fits = container?.type === (typeof path[depth] === 'number' ? 'array' : 'object');
    if (!fits) return [path.slice(0, depth), inside(path.slice(depth), value)];
  }
  return [path, value];
}

function inside([first, ...rest]: Path, value: unknown): unknown {
  if (first === undefined) return value;
  return typeof first === 'number' ? [inside(rest, value)] : { [first]: inside(rest, value) };
}

/** A copy of a value with another value at a path. */
export function withValue(whole: unknown, [first, ...rest]: Path, value: unknown): unknown {
  if (first === undefined) return value;
  if (typeof first === 'number') {
    const items = Array.isArray(whole) ? [...(whole as unknown[])] : [];
    items[first] = withValue(items[first], rest, value);
    return items;
  }
  const { [first]: old, ...others } = (typeof whole === 'object' && whole !== null ? whole : {}) as Record<string, unknown>;
  const next = withValue(old, rest, value);
  return next === undefined ? others : { ...(whole as object), [first]: next };
}
