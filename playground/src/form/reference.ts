import { getNamedType, isInterfaceType, isObjectType, type GraphQLNamedType, type GraphQLSchema } from 'graphql';

/** A step on the way to a place in an operation: the type that declares it (`Query.session` for an argument), and its name. */
export interface Step {
  owner: string;
  name: string;
}

/** The possible types of an id: drafts, `Asset`, or `ScheduledStep`. */
export interface Reference {
  types: string[];
  /** Any type is possible. */
  any: boolean;
  /** The types are not documents: scheduled steps. */
  step?: boolean;
  /** The only possible kind of uploaded files. */
  kind?: string;
}

/** The object types that implement the interface Draft. */
export function draftTypes(schema: GraphQLSchema): string[] {
  const draft = schema.getType('Draft');
  return isInterfaceType(draft) ? schema.getPossibleTypes(draft).map((t) => t.name) : [];
}

/** The possible documents of an id at a place, by the schema's names and types. */
export function referenceTo(schema: GraphQLSchema, steps: Step[]): Reference {
  const all = draftTypes(schema);
  // A filter's `eq` and `in` depend on the field around them.
  const meaning = [...steps].reverse().find(({ owner }) => !/^\w*IDFilter$/.test(owner));
  const found = meaning && (byDraft(schema, meaning, all) ?? byRoot(schema, meaning, steps[0]!, all) ?? byName(schema, meaning.name));
  if (!found || found.length === 0) return { types: all, any: true };
  const step = found.every((type) => type !== 'Asset' && !all.includes(type));
  return { types: found, any: found.length === all.length, ...(step && { step }) };
}

/** The possible uploaded files of a URL: the matching draft has the picture, or the file. */
export function fileFor(schema: GraphQLSchema, { owner, name }: Step): Reference | undefined {
  const draft = schema.getType(owner.replace(/Input$/, 'Draft'));
  if (owner === draft?.name || !isObjectType(draft)) return undefined;
  const fields = draft.getFields();
  const typeOf = (field: string) => fields[field] && getNamedType(fields[field].type).name;
  if (typeOf(`${name}Image`) === 'Image' || typeOf(name) === 'Image' || (name === 'url' && typeOf('image') === 'Image')) return { types: ['Asset'], any: false, kind: 'IMAGE' };
  return name === 'url' && typeOf('asset') === 'Asset' ? { types: ['Asset'], any: false } : undefined;
}

/** `SessionInput.conference` corresponds to `SessionDraft.conference`. */
function byDraft(schema: GraphQLSchema, { owner, name }: Step, all: string[]): string[] | undefined {
  const draft = schema.getType(owner.replace(/(Input|Filter)$/, 'Draft'));
  if (!isObjectType(draft)) return undefined;
  const field = draft.getFields()[name];
  return field && documentsOf(getNamedType(field.type), all);
}

/** An `id` is that of the object that the operation's field returns, or acts on. */
function byRoot(schema: GraphQLSchema, { owner, name }: Step, root: Step, all: string[]): string[] | undefined {
  const reordered = /^Reorder(\w+)Input$/.exec(owner)?.[1];
  if (name !== 'id' && name !== 'ids' && name !== 'slug') return undefined;
  if (reordered) return all.filter((t) => fieldNames(schema, t).some((f) => f.toLowerCase() === reordered.toLowerCase()));
  const [type, field] = root.owner.split('.') as [string, string];
  const parent = schema.getType(type);
  const result = isObjectType(parent) ? parent.getFields()[field] : undefined;
  if (!result) return undefined;
  const named = getNamedType(result.type);
  const direct = documentsOf(named, all);
  if (direct) return direct;
  const document = isObjectType(named) ? named.getFields().document : undefined;
  const step = steppedTo(schema, field);
  if (step) return [step];
  const inPayload = document && documentsOf(getNamedType(document.type), all);
  if (inPayload && inPayload.length < all.length) return inPayload;
  return all.filter((t) => field.endsWith(t.replace(/Draft$/, '')) && t.length > 'Draft'.length);
}

/** `cancelStep` acts on what a list of Query has beside its document: `ScheduledStep`. */
function steppedTo(schema: GraphQLSchema, field: string): string | undefined {
  const word = /[A-Z][a-z]+$/.exec(field)?.[0];
  for (const { type } of Object.values(schema.getQueryType()?.getFields() ?? {})) {
    const connection = getNamedType(type);
    const nodes = isObjectType(connection) ? connection.getFields().nodes : undefined;
    const node = nodes && getNamedType(nodes.type);
    if (word && isObjectType(node) && node.name.endsWith(word) && node.getFields().id && node.getFields().document) return node.name;
  }
  return undefined;
}

function byName(schema: GraphQLSchema, name: string): string[] | undefined {
  const draft = `${name.charAt(0).toUpperCase()}${name.slice(1)}Draft`;
  return isObjectType(schema.getType(draft)) ? [draft] : undefined;
}

/** The types of drafts for an output type. */
function documentsOf(type: GraphQLNamedType, all: string[]): string[] | undefined {
  if (all.includes(type.name)) return [type.name];
  if (all.includes(`${type.name}Draft`)) return [`${type.name}Draft`];
  if (type.name === 'Asset') return [type.name];
  return type.name === 'Draft' ? all : undefined;
}

function fieldNames(schema: GraphQLSchema, type: string): string[] {
  const t = schema.getType(type);
  return isObjectType(t) ? Object.keys(t.getFields()) : [];
}
