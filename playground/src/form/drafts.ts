import { getNamedType, isCompositeType, isInterfaceType, isLeafType, isObjectType, type GraphQLField, type GraphQLObjectType, type GraphQLSchema } from 'graphql';
import type { Field } from './shape';

/** Selections of drafts, and their values as those of inputs. */

/** Times that every draft has, which are not the date of the document. */
const ofAll = ['createdAt', 'updatedAt', 'publishedAt'];

/** The selection of a picker's data on `draft`. Response names include the type, since types have different fields. */
export function summarySelection(schema: GraphQLSchema, types: string[]): string {
  return `__typename id: documentId slug revision publishing { state } ${types.map((type) => `... on ${type} { ${summaryFields(schema, type)} }`).join(' ')}`;
}

function summaryFields(schema: GraphQLSchema, type: string): string {
  const fields = fieldsOf(schema, type);
  const title = ['title', 'name', 'alt', 'caption'].find((name) => fields[name]);
  const date = Object.values(fields).find((f) => ['Date', 'DateTime'].includes(getNamedType(f.type).name) && !ofAll.includes(f.name));
  const zone = zoneSelection(schema, type);
  const picture = pictureSelection(schema, type);
  return [title && `${type}_title: ${title}`, date && `${type}_date: ${date.name}`, zone && `${type}_zone: ${zone}`, picture && `${type}_picture: ${picture}`].filter(Boolean).join(' ') || '__typename';
}

/** The time zone of a document's times: its own, or that of its conference. */
function zoneSelection(schema: GraphQLSchema, type: string, depth = 0): string | undefined {
  const fields = fieldsOf(schema, type);
  if (fields.timeZone) return 'timeZone';
  for (const name of ['conference', 'session']) {
    const inner = fields[name] && depth < 2 ? zoneSelection(schema, getNamedType(fields[name].type).name, depth + 1) : undefined;
    if (inner) return `${name} { ${inner} }`;
  }
  return undefined;
}

/** A small square version of a picture, depending on the type's fields. */
export function thumbnail(schema: GraphQLSchema): string {
  return fieldsOf(schema, 'Image').variants ? 'variants(widths: [96], shape: SQUARE) { url }' : 'url(width: 96, height: 96, fit: COVER)';
}

function pictureSelection(schema: GraphQLSchema, type: string): string | undefined {
  for (const field of Object.values(fieldsOf(schema, type))) {
    const named = getNamedType(field.type);
    if (named.name === 'Image') return `${field.name} { ${thumbnail(schema)} }`;
    if (isObjectType(named) && getNamedType(named.getFields().image?.type)?.name === 'Image') return `${field.name} { image { ${thumbnail(schema)} } }`;
  }
  return undefined;
}

/** The field of Query that lists the drafts of a type, the newest first if possible. */
export function listOf(schema: GraphQLSchema, type: string): string | undefined {
  for (const field of Object.values(schema.getQueryType()?.getFields() ?? {})) {
    const connection = getNamedType(field.type);
    const nodes = isObjectType(connection) ? connection.getFields().nodes : undefined;
    if (!nodes || getNamedType(nodes.type).name !== type || !field.args.some((a) => a.name === 'first')) continue;
    const order = getNamedType(field.args.find((a) => a.name === 'orderBy')?.type);
    const newest = order && 'getValue' in order && order.getValue('UPDATED_AT_DESC') ? ', orderBy: UPDATED_AT_DESC' : '';
    return `${field.name}(first: 50${newest})`;
  }
  return undefined;
}

/** The field of Query that finds a draft of a type by its slug. */
export function bySlug(schema: GraphQLSchema, type: string): string | undefined {
  return Object.values(schema.getQueryType()?.getFields() ?? {}).find((f) => getNamedType(f.type).name === type && f.args.some((a) => a.name === 'slug'))?.name;
}

/**
 * The selection of a draft's value for a field of an input: `title`, or `venue { name address }`.
 * Empty if the draft has no such field.
 */
function selectionFor(schema: GraphQLSchema, type: string, name: string, field: Field): string {
  const there = fieldsOf(schema, type)[name];
  if (!there || there.args.some((a) => a.defaultValue === undefined && a.type.toString().endsWith('!'))) return '';
  const named = getNamedType(there.type);
  if (isLeafType(named)) return field.shape.is === 'object' ? '' : name;
  if (!isCompositeType(named)) return '';
  const inner = innerSelection(schema, named.name, field);
  return inner && `${name} { ${inner} }`;
}

/** The selection of a draft's value at a path for a field: the whole object if the path is empty. */
export function selectionAt(schema: GraphQLSchema, type: string, path: string[], field: Field): string {
  const [first, ...rest] = path;
  if (first === undefined) return innerSelection(schema, type, field);
  if (rest.length === 0) return selectionFor(schema, type, first, field);
  const there = fieldsOf(schema, type)[first];
  const inner = there && selectionAt(schema, getNamedType(there.type).name, rest, field);
  return inner ? `${first} { ${inner} }` : '';
}

function innerSelection(schema: GraphQLSchema, type: string, { shape }: Field): string {
  switch (shape.is) {
    case 'document':
      return idSelection(fieldsOf(schema, type));
    case 'list':
      return innerSelection(schema, type, shape.item);
    case 'object':
      return shape.fields().map((f) => selectionFor(schema, type, f.name, f)).filter(Boolean).join(' ');
  }
  return '';
}

/** The input value for a document, a file or a picture: the id of a document or a file, the URL of a picture. */
function idSelection(fields: Record<string, unknown>): string {
  if (fields.documentId) return 'id: documentId';
  return fields.id ? 'id' : 'id: url';
}

/** A draft's value in the form of an input, with texts in a language. Undefined if the draft has none. */
export function inputOf(field: Field, value: unknown, language: string): unknown {
  if (value === null || value === undefined) return undefined;
  const { shape } = field;
  switch (shape.is) {
    case 'list':
      return Array.isArray(value) ? value.map((item) => inputOf(shape.item, item, language) ?? null) : undefined;
    case 'object': {
      const fields = shape.fields().map((f) => [f.name, inputOf(f, (value as Record<string, unknown>)[f.name], language)] as const);
      return Object.fromEntries(fields.filter(([, v]) => v !== undefined));
    }
    case 'document':
      return typeof value === 'object' ? (value as { id?: string }).id : value;
    case 'text':
    case 'markdown':
      return typeof value === 'object' ? (value as Record<string, string>)[language] : value;
  }
  return value;
}

/** A draft's text in its other languages. */
export function otherLanguages(value: unknown, language: string): [language: string, text: string][] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [];
  return Object.entries(value as Record<string, unknown>).filter((entry): entry is [string, string] => entry[0] !== language && typeof entry[1] === 'string');
}

function fieldsOf(schema: GraphQLSchema, type: string): Record<string, GraphQLField<unknown, unknown>> {
  const t = schema.getType(type);
  return isObjectType(t) || isInterfaceType(t) ? (t as GraphQLObjectType).getFields() : {};
}
