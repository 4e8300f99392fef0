import { getNamedType, isInputObjectType, isObjectType, parse, print, type GraphQLSchema } from 'graphql';

/** Operations that the schema has for every type of draft, written out. */

/** The arguments that a form needs, of those that a mutation takes. */
const offered = ['id', 'fields', 'expectedRevision', 'reason'];

/** The operation that edits or makes a document of a type of drafts; undefined where there is none. It opens as a trial. */
export function operationFor(schema: GraphQLSchema, does: 'update' | 'create', type: string, purpose: string): string | undefined {
  const mutation = Object.values(schema.getMutationType()?.getFields() ?? {}).find((f) => f.name.startsWith(does) && payloadOf(f.type) === type);
  const input = mutation && getNamedType(mutation.args.find((a) => a.name === 'input')?.type);
  if (!mutation || !isInputObjectType(input) || !input.getFields().fields) return undefined;
  const taken = offered.filter((name) => input.getFields()[name]);
  const variables = taken.map((name) => `$${name}: ${input.getFields()[name]!.type.toString()}`);
  const text = `mutation ${mutation.name[0]!.toUpperCase()}${mutation.name.slice(1)}(${variables.join(', ')}) @dryRun {
    ${mutation.name}(input: {${taken.map((name) => `${name}: $${name}`).join(', ')}}) {
      document { id slug revision publishing { state } problems { path code message warning } }
      conflicts { path base theirs mine overlaps }
      userErrors { path code message }
    }
  }`;
  return `# ${purpose}\n${print(parse(text))}\n`;
}

function payloadOf(type: unknown): string | undefined {
  const payload = getNamedType(type as never);
  const document = isObjectType(payload) ? payload.getFields().document : undefined;
  return document && getNamedType(document.type).name;
}
