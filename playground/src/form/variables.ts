import { getNamedType, Kind, parse, TypeInfo, typeFromAST, valueFromAST, visit, visitWithTypeInfo, type GraphQLInputType, type GraphQLSchema, type OperationDefinitionNode } from 'graphql';
import { fieldOf, type Declared, type Field } from './shape';
import type { Step } from './reference';

/** A place where an operation uses a variable. */
export interface Place {
  /** The name of the operation's field in the response. */
  alias: string;
  steps: Step[];
  /** The variable with the id of the place's document, and the number of steps to the object with that id. */
  subject?: { variable: string; depth: number };
}

/** A variable of an operation, as a field with the places of its use. */
export interface Variable extends Field {
  places: Place[];
}

/** The variables of an operation, in order; undefined if the text can't be parsed, or its types are not in the schema. */
export function readVariables(schema: GraphQLSchema, text: string, operationName?: string | null): Variable[] | undefined {
  const operation = operationIn(text, operationName);
  if (!operation) return undefined;
  const places = findPlaces(schema, operation);
  const variables: Variable[] = [];
  for (const definition of operation.variableDefinitions ?? []) {
    const name = definition.variable.name.value;
    const type = typeFromAST(schema, definition.type as never) as GraphQLInputType | undefined;
    if (!type) return undefined;
    const found = places.get(name) ?? [];
    const steps = found[0]?.steps ?? [{ owner: '', name }];
    const defaultValue: unknown = definition.defaultValue && valueFromAST(definition.defaultValue, type);
    const declared: Declared = { description: describe(schema, steps.at(-1)!), defaultValue };
    variables.push({ ...fieldOf(schema, name, type, steps, declared), places: found });
  }
  return variables;
}

function operationIn(text: string, operationName?: string | null): OperationDefinitionNode | undefined {
  try {
    const all = parse(text).definitions.filter((d) => d.kind === Kind.OPERATION_DEFINITION);
    return all.find((o) => o.name?.value === operationName) ?? all[0];
  } catch {
    return undefined; // half written
  }
}

function findPlaces(schema: GraphQLSchema, operation: OperationDefinitionNode): Map<string, Place[]> {
  const info = new TypeInfo(schema);
  const found = new Map<string, Place[]>();
  const fields: string[] = []; // names in the response
  const steps: Step[] = [];
  const objects: { variable?: string; depth: number }[] = []; // those that the visitor is in
  const enterObject = (entries: readonly { name: { value: string }; value: { kind: string } }[]) => {
    const id = entries.find((e) => e.name.value === 'id')?.value as { kind: string; name?: { value: string } } | undefined;
    objects.push({ variable: id?.kind === Kind.VARIABLE ? id.name?.value : undefined, depth: steps.length });
  };
  visit(operation, visitWithTypeInfo(info, {
    VariableDefinition: () => false,
    Field: {
      enter: (node) => (fields.push(node.alias?.value ?? node.name.value), enterObject(node.arguments ?? [])),
      leave: () => (fields.pop(), objects.pop(), undefined),
    },
    Argument: {
      enter: (node) => {
        const directive = info.getDirective();
        const owner = directive ? `@${directive.name}` : `${info.getParentType()?.name}.${info.getFieldDef()?.name}`;
        steps.push({ owner, name: node.name.value });
      },
      leave: () => (steps.pop(), undefined),
    },
    ObjectValue: { enter: (node) => enterObject(node.fields), leave: () => (objects.pop(), undefined) },
    ObjectField: {
      enter: (node) => void steps.push({ owner: getNamedType(info.getParentInputType())?.name ?? '', name: node.name.value }),
      leave: () => (steps.pop(), undefined),
    },
    Variable: (node) => {
      const about = objects.findLast(({ variable }) => variable !== undefined);
      const subject = about && { variable: about.variable!, depth: about.depth };
      const place: Place = { alias: fields[0] ?? '', steps: [...steps], subject };
      found.set(node.name.value, [...(found.get(node.name.value) ?? []), place]);
    },
  }));
  return found;
}

/** The schema's data of a place. */
function describe(schema: GraphQLSchema, { owner, name }: Step): string | undefined {
  if (owner.startsWith('@')) return schema.getDirective(owner.slice(1))?.args.find((a) => a.name === name)?.description ?? undefined;
  const [typeName, fieldName] = owner.split('.') as [string, string | undefined];
  const type = schema.getType(typeName);
  if (!type || !('getFields' in type)) return undefined;
  const fields = type.getFields();
  if (!fieldName) return fields[name]?.description ?? undefined;
  const field = fields[fieldName];
  return (field && 'args' in field && field.args.find((a) => a.name === name)?.description) || undefined;
}

/** The path of a place within its document: `['title']` for `input.fields.title`. */
export function pathInDocument(place: Place): string[] | undefined {
  if (!place.subject) return undefined;
  const path = place.steps.slice(place.subject.depth).map((s) => s.name);
  return path[0] === 'fields' ? path.slice(1) : path;
}
