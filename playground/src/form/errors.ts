import { findings, noValue } from '../findings';
import type { Answer } from '../service';
import { languages } from './languages';
import type { Variable } from './variables';

/** The errors in a response, by the path of their field in the variables, joined by dots. */
export function fieldErrors(answer: Answer, variables: Variable[], missing: string): Map<string, string[]> {
  const found = new Map<string, string[]>();
  const add = (path: string[] | undefined, message: string) => {
    if (path) found.set(path.join('.'), [...(found.get(path.join('.')) ?? []), message]);
  };
  for (const { message, path, extensions } of answer.errors ?? []) {
    if (typeof extensions?.field !== 'string') continue;
    const field = extensions.field.split('.');
    add(path ? byArguments(variables, String(path[0]), field) : variables.some((v) => v.name === field[0]) ? field : undefined, message === noValue ? missing : message);
  }
  for (const [alias, payload] of Object.entries(answer.data ?? {})) {
    for (const { kind, path, message } of findings({ data: { [alias]: payload } })) {
      if (kind === 'error' && path && path.length > 0) add(inDocument(variables, alias, path), message);
    }
  }
  return found;
}

/** Arguments of a field of the operation: `input.fields.title`. */
function byArguments(variables: Variable[], alias: string, field: string[]): string[] | undefined {
  return longest(variables, alias, field, (names) => names);
}

/** A path in the document: `title`, or `appearances.0.speaker`, with a language behind a text. */
function inDocument(variables: Variable[], alias: string, path: string[]): string[] | undefined {
  const text = path.length > 1 && languages.includes(path.at(-1)!) ? path.slice(0, -1) : path;
  return longest(variables, alias, text, (names) => {
    const rest = names[0] === 'input' ? names.slice(1) : names;
    return rest[0] === 'fields' ? rest.slice(1) : rest;
  });
}

/** The nearest variable above a path, and the rest of the path. */
function longest(variables: Variable[], alias: string, path: string[], relative: (names: string[]) => string[]): string[] | undefined {
  let best: { depth: number; path: string[] } | undefined;
  for (const { name, places } of variables) {
    for (const place of places) {
      const names = relative(place.steps.map((s) => s.name));
      if (place.alias !== alias || names.length > path.length || names.some((n, i) => n !== path[i]) || (best && best.depth >= names.length)) continue;
      best = { depth: names.length, path: [name, ...path.slice(names.length)] };
    }
  }
  return best?.path;
}
