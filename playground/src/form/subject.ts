import type { GraphQLSchema } from 'graphql';
import { inputOf, selectionAt } from './drafts';
import { valueAt, type Path } from './json';
import type { Field } from './shape';
import { pathInDocument, type Variable } from './variables';

/** A part of the variables that corresponds to a part of the document. */
interface Part {
  path: Path;
  inDocument: string[];
  field: Field;
}

/** A document of an operation: the place of its id in the variables, and of its other parts. */
export interface Subject {
  id: Path;
  basis?: Path;
  parts: Part[];
}

/** The documents of an operation, from its variables: usually one. */
export function subjectsOf(variables: Variable[]): Subject[] {
  const subjects = new Map<string, Subject>();
  const at = (id: Path): Subject => {
    const key = id.join('.');
    const known = subjects.get(key) ?? { id, parts: [] };
    subjects.set(key, known);
    return known;
  };
  const documents = new Set(variables.filter(isDocument).map(({ name }) => name));
  for (const variable of variables) {
    const place = variable.places.find(({ subject }) => subject && documents.has(subject.variable));
    if (place?.subject && place.subject.variable !== variable.name) add(at([place.subject.variable]), { path: [variable.name], inDocument: pathInDocument(place)!, field: variable });
    else if (variable.name === place?.subject?.variable) at([variable.name]);
    if (variable.shape.is === 'object') {
      const fields = variable.shape.fields();
      if (!fields.some((f) => f.name === 'id' && isDocument(f))) continue;
      for (const field of fields) {
        if (field.name !== 'id') add(at([variable.name, 'id']), { path: [variable.name, field.name], inDocument: field.name === 'fields' ? [] : [field.name], field });
      }
    }
  }
  return [...subjects.values()];
}

/** Whether a field is for a document, and not for a step of one. */
const isDocument = ({ shape }: Field) => shape.is === 'document' && !shape.reference.step;

function add(subject: Subject, part: Part): void {
  const { shape } = part.field;
  if (shape.is === 'basis') subject.basis = part.path;
  else if (shape.is === 'order') subject.parts.push({ ...part, inDocument: [...part.inDocument.slice(0, -1), shape.of] });
  else subject.parts.push(part);
}

/** The selection of the document's draft, for its parts. */
export function subjectSelection(schema: GraphQLSchema, { parts }: Subject, type: string): string {
  return parts.map((part) => selectionAt(schema, type, part.inDocument, asked(part.field))).filter(Boolean).join(' ');
}

/** For an order, the ordered list is selected. */
function asked(field: Field): Field {
  return field.shape.is === 'order' ? { ...field, shape: { is: 'list', item: field.shape.item } } : field;
}

/** The draft's value for each part, by the path of the part. */
export function presentOf({ parts }: Subject, draft: Record<string, unknown>): Record<string, unknown> {
  const present: Record<string, unknown> = {};
  for (const { path, inDocument } of parts) {
    const value = valueAt(draft, inDocument);
    if (value === undefined) continue;
    const [variable, inner] = path as [string, string?];
    if (inner === undefined) present[variable] = value;
    else present[variable] = { ...(present[variable] as object), [inner]: value };
  }
  return present;
}

/**
 * The values to write into the variables when another document was picked: its version, and its
 * values if the operation requires them. A value that is not required stays unset, which means
 * "unchanged". Values that the user wrote stay.
 */
export function writesFor(schema: GraphQLSchema, subject: Subject, type: string, draft: Record<string, unknown>, language: string, byHand: Set<string>): [Path, unknown][] {
  const writes: [Path, unknown][] = subject.basis ? [[subject.basis, draft.revision]] : [];
  for (const { path, inDocument, field } of subject.parts) {
    if (byHand.has(String(path[0])) || !selectionAt(schema, type, inDocument, asked(field))) continue;
    const value = field.required && inDocument.length > 0 && field.shape.is !== 'order' ? inputOf(field, valueAt(draft, inDocument), language) : undefined;
    if (field.shape.is === 'order') writes.push([path, ((valueAt(draft, inDocument) ?? []) as unknown[]).map((_, i) => i)]);
    else writes.push([path, value ?? (field.required && field.shape.is === 'object' ? {} : undefined)]);
  }
  return writes;
}
