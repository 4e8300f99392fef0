import { Kind, parse, print, visit, type DirectiveNode, type OperationDefinitionNode, type ValueNode } from 'graphql';

/** The language, preview and time of an operation and whether it is a dry run, from its directives. */
export interface Reading {
  mutation: boolean;
  language?: string;
  preview?: boolean;
  at?: string;
  dryRun: boolean;
}

export interface Editors {
  text: string;
  variables: Record<string, unknown>;
}

const inContext = 'inContext';
const dryRun = 'dryRun';
const names = ['language', 'preview', 'at'] as const;
type Name = (typeof names)[number];

/** The values of an operation's directives; undefined without a valid operation. */
export function readReading({ text, variables }: Editors, operationName?: string | null): Reading | undefined {
  const operation = find(text, operationName);
  if (!operation || operation.operation === 'subscription') return undefined;
  const directive = operation.directives?.find((d) => d.name.value === inContext);
  const argument = (name: Name) => plain(directive?.arguments?.find((a) => a.name.value === name)?.value, variables);
  const language = argument('language');
  const at = argument('at');
  return {
    mutation: operation.operation === 'mutation',
    language: typeof language === 'string' ? language : undefined,
    preview: argument('preview') === true ? true : undefined,
    at: typeof at === 'string' ? at : undefined,
    dryRun: operation.directives?.some((d) => d.name.value === dryRun) ?? false,
  };
}

/**
 * Writes directives into an operation and leaves the rest of the text unchanged, including comments.
 * Variables in them are replaced by values, and removed if nothing else uses them.
 */
export function writeReading(editors: Editors, change: Partial<Reading>, operationName?: string | null): Editors {
  const operation = find(editors.text, operationName);
  if (!operation) return editors;
  let { text } = editors;
  for (const directive of [...(operation.directives ?? [])].reverse()) {
    if (directive.name.value === inContext || directive.name.value === dryRun) text = cut(text, directive);
  }
  const wanted = directives(operation, change);
  if (wanted) {
    const at = headEnd(operation);
    text = `${text.slice(0, at)} ${wanted}${text.slice(at)}`;
  }
  return withoutUnused({ text, variables: editors.variables }, usedBy(operation), operationName);
}

/** The new directives: arguments that don't change stay as they are written. */
function directives(operation: OperationDefinitionNode, change: Partial<Reading>): string {
  const was = operation.directives?.find((d) => d.name.value === inContext);
  const written = names.flatMap((name) => {
    if (name in change) return change[name] === undefined ? [] : [`${name}: ${JSON.stringify(change[name])}`];
    const argument = was?.arguments?.find((a) => a.name.value === name);
    return argument ? [print(argument)] : [];
  });
  const dry = change.dryRun ?? operation.directives?.some((d) => d.name.value === dryRun);
  return [written.length > 0 && `@${inContext}(${written.join(', ')})`, dry && `@${dryRun}`].filter(Boolean).join(' ');
}

/** The names of the operations in a document; none if it can't be parsed. */
export function operationNames(text: string): string[] {
  return operations(text).flatMap((o) => o.name?.value ?? []);
}

function find(text: string, operationName?: string | null): OperationDefinitionNode | undefined {
  const all = operations(text);
  return all.find((o) => o.name?.value === operationName) ?? all[0];
}

function operations(text: string): OperationDefinitionNode[] {
  try {
    return parse(text).definitions.filter((d) => d.kind === Kind.OPERATION_DEFINITION);
  } catch {
    return []; // incomplete
  }
}

function plain(value: ValueNode | undefined, variables: Record<string, unknown>): unknown {
  switch (value?.kind) {
    case Kind.VARIABLE:
      return variables[value.name.value];
    case Kind.STRING:
    case Kind.BOOLEAN:
      return value.value;
  }
  return undefined;
}

function cut(text: string, directive: DirectiveNode): string {
  const { start, end } = directive.loc!;
  return text.slice(0, start).trimEnd() + text.slice(end);
}

/** The position of an operation's directives: behind its variables, or else its name, or else its keyword. */
function headEnd(operation: OperationDefinitionNode): number {
  const start = operation.loc!.start;
  const source = operation.loc!.source.body;
  const variables = operation.variableDefinitions?.at(-1)?.loc;
  if (variables) return source.indexOf(')', variables.end) + 1;
  return operation.name?.loc?.end ?? start + operation.operation.length;
}

function usedBy(operation: OperationDefinitionNode): Set<string> {
  const used = new Set<string>();
  visit(operation, {
    VariableDefinition: () => false,
    Variable: (v) => void used.add(v.name.value),
  });
  return used;
}

/** Removes the definitions of variables that are no longer used. */
function withoutUnused(editors: Editors, before: Set<string>, operationName?: string | null): Editors {
  const operation = find(editors.text, operationName);
  const definitions = operation?.variableDefinitions ?? [];
  if (!operation) return editors;
  const used = usedBy(operation);
  const unused = definitions.filter(({ variable: { name } }) => before.has(name.value) && !used.has(name.value));
  if (unused.length === 0) return editors;
  const kept = definitions.filter((d) => !unused.includes(d)).map((d) => editors.text.slice(d.loc!.start, d.loc!.end));
  const open = editors.text.lastIndexOf('(', definitions[0]!.loc!.start);
  const rest = editors.text.slice(headEnd(operation));
  const gone = unused.map((d) => d.variable.name.value);
  return {
    text: editors.text.slice(0, open) + (kept.length > 0 ? `(${kept.join(', ')})` : '') + rest,
    variables: Object.fromEntries(Object.entries(editors.variables).filter(([name]) => !gone.includes(name))),
  };
}
