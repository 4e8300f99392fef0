import { getNamedType, isEnumType, isInputObjectType, type GraphQLInputType } from 'graphql';
import { expect, test } from 'vitest';
import { wordOf } from './enumwords';
import { labelOf, placeWords, unusedLabels } from './labels';
import type { Step } from './reference';
import { schema } from './testschema';


/** Everything that can have a variable: arguments of operations and of their directives, and the fields of inputs. */
function places(): { step: Step; type: GraphQLInputType }[] {
  const roots = [schema.getQueryType()!, schema.getMutationType()!];
  const inputs = Object.values(schema.getTypeMap()).filter(isInputObjectType);
  return [
    ...roots.flatMap((root) => Object.values(root.getFields()).flatMap((f) => f.args.map((a) => ({ step: { owner: `${root.name}.${f.name}`, name: a.name }, type: a.type })))),
    ...inputs.flatMap((input) => Object.values(input.getFields()).map((f) => ({ step: { owner: input.name, name: f.name }, type: f.type }))),
    ...schema.getDirective('inContext')!.args.map((a) => ({ step: { owner: '@inContext', name: a.name }, type: a.type })),
  ];
}

test('every field of every input has a name in both languages, and no name is left over', () => {
  const steps = places().map(({ step }) => step);
  expect(steps.length).toBeGreaterThan(300);
  for (const language of ['da', 'en'] as const) {
    expect(steps.filter((step) => !labelOf(step, language)).map(({ owner, name }) => `${owner}.${name}`)).toEqual([]);
  }
  expect(unusedLabels(steps)).toEqual([]);
});

test('every value that can be chosen has words in both languages', () => {
  const enums = new Set(places().map(({ type }) => getNamedType(type)).filter(isEnumType));
  expect(enums.size).toBeGreaterThan(15);
  for (const type of [...enums, schema.getType('PublicationState')!].filter(isEnumType)) {
    for (const { name } of type.getValues()) {
      for (const language of ['da', 'en'] as const) expect(wordOf(type.name, name, language), `${type.name}.${name}`).toBeTruthy();
    }
  }
});

test('the place of a problem is told in words', () => {
  expect(placeWords(['appearances', '0', 'title', 'da'], 'da')).toBe('Medvirkende, nr. 1, Titel, dansk');
  expect(placeWords(['endsAt'], 'en')).toBe('Ends');
  expect(placeWords(['unheardOf', '2'], 'en')).toBe('unheardOf, no. 3');
  expect(placeWords([], 'da')).toBe('');
});
