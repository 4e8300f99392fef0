import {
  getNamedType, isEnumType, isInputObjectType, isListType, isNonNullType, isObjectType,
  type GraphQLArgument, type GraphQLInputField, type GraphQLInputType, type GraphQLSchema,
} from 'graphql';
import { draftTypes, fileFor, referenceTo, type Reference, type Step } from './reference';

/** The form control for a value of an input type. */
export type Shape =
  | { is: 'text'; lines: boolean; max?: number }
  | { is: 'markdown'; max?: number }
  | { is: 'number'; whole: boolean }
  | { is: 'yesno' }
  | { is: 'choice'; type: string; values: string[] }
  | { is: 'instant' | 'day' | 'duration' | 'language' | 'basis' | 'version' }
  | { is: 'document'; reference: Reference; by: 'id' | 'slug' }
  | { is: 'order'; of: string; item: Field }
  | { is: 'list'; item: Field }
  | { is: 'object'; type: string; fields(): Field[] }
  | { is: 'json' };

/** A field of a form: a variable, a field of an input object, or an item of a list. */
export interface Field {
  /** Its name in the JSON; empty for an item of a list. */
  name: string;
  /** The type or field that declares it, and its own name: the key for its words. */
  step: Step;
  type: GraphQLInputType;
  /** Whether the operation can't run without a value. */
  required: boolean;
  /** Whether a document can't be published without a value. */
  published: boolean;
  description: string;
  shape: Shape;
}

/** What declares a value: an argument or a field of an input object. */
export type Declared = Pick<GraphQLArgument | GraphQLInputField, 'description' | 'defaultValue'>;

/** Fields with several lines, although the schema has no limit for them. */
const longTexts = new Set(['csv', 'text']);
const longFrom = 300; // characters

/** Maps a GraphQL type to a field, with the steps that lead to its place in an operation, outermost first. */
export function fieldOf(schema: GraphQLSchema, name: string, type: GraphQLInputType, steps: Step[], declared: Declared): Field {
  const description = declared.description ?? '';
  return {
    name,
    step: steps.at(-1) ?? { owner: '', name },
    type,
    required: isNonNullType(type) && declared.defaultValue === undefined,
    published: /\brequired for publishing\b/i.test(description),
    description,
    shape: shapeOf(schema, isNonNullType(type) ? type.ofType : type, steps, description),
  };
}

function shapeOf(schema: GraphQLSchema, type: GraphQLInputType, steps: Step[], description: string): Shape {
  const step = steps.at(-1)!;
  if (isListType(type)) {
    const order = getNamedType(type).name === 'Int' && orderShape(schema, step.owner);
    if (order) return order;
    return { is: 'list', item: fieldOf(schema, '', type.ofType as GraphQLInputType, steps, { description, defaultValue: undefined }) };
  }
  if (isNonNullType(type)) return shapeOf(schema, type.ofType as GraphQLInputType, steps, description);
  if (isEnumType(type)) return { is: 'choice', type: type.name, values: type.getValues().map((v) => v.name) };
  if (isInputObjectType(type)) {
    const fields = () => Object.values(type.getFields()).map((f) => fieldOf(schema, f.name, f.type, [...steps, { owner: type.name, name: f.name }], f));
    return { is: 'object', type: type.name, fields };
  }
  return scalarShape(schema, type.name, steps, description);
}

/** The numbers of `ReorderAppearancesInput` are indexes in the list `appearances` of a draft. */
function orderShape(schema: GraphQLSchema, owner: string): Shape | undefined {
  const list = /^Reorder(\w+)Input$/.exec(owner)?.[1];
  if (!list) return undefined;
  const of = list[0]!.toLowerCase() + list.slice(1);
  for (const type of draftTypes(schema)) {
    const draft = schema.getType(type);
    const items = isObjectType(draft) ? draft.getFields()[of] : undefined;
    const input = items && schema.getType(getNamedType(items.type).name.replace(/Draft$/, 'Input'));
    if (isInputObjectType(input)) return { is: 'order', of, item: fieldOf(schema, '', input, [{ owner: type, name: of }], { description: '', defaultValue: undefined }) };
  }
  return undefined;
}

function scalarShape(schema: GraphQLSchema, scalar: string, steps: Step[], description: string): Shape {
  const { name } = steps.at(-1)!;
  const limit = /\bat most (\d[\d,]*) characters\b/i.exec(description)?.[1];
  const max = limit ? Number(limit.replace(/,/g, '')) : undefined;
  switch (scalar) {
    case 'ID':
      return { is: 'document', reference: referenceTo(schema, steps), by: 'id' };
    case 'Slug': {
      const reference = steps.length === 1 ? referenceTo(schema, steps) : undefined;
      return reference && !reference.any ? { is: 'document', reference, by: 'slug' } : { is: 'text', lines: false, max };
    }
    case 'Markdown':
      return { is: 'markdown', max };
    case 'Int':
    case 'Bytes':
      return { is: 'number', whole: true };
    case 'Float':
      return { is: 'number', whole: false };
    case 'Boolean':
      return { is: 'yesno' };
    case 'DateTime':
      return { is: 'instant' };
    case 'Date':
      return { is: 'day' };
    case 'Duration':
      return { is: 'duration' };
    case 'Language':
      return { is: 'language' };
    case 'Revision':
      return { is: name === 'expectedRevision' ? 'basis' : 'version' };
    case 'URL': {
      const reference = fileFor(schema, steps.at(-1)!);
      return reference ? { is: 'document', reference, by: 'id' } : { is: 'text', lines: false, max };
    }
    case 'String':
    case 'Base64':
      return { is: 'text', lines: longTexts.has(name) || (max ?? 0) > longFrom, max };
  }
  return { is: 'json' };
}
