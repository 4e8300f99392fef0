import { getNamedType, isInputObjectType, isObjectType, parse, print, type GraphQLSchema } from 'graphql';

/** The text of operations that the schema has for every type of draft. */

/** The arguments of a mutation that a form needs. */
const offered = ['id', 'fields', 'expectedRevision', 'reason'];

/** The operation that edits or creates a document of a type of drafts; undefined if there is none. It opens as a dry run. */
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
