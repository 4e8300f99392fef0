import examples from '../../clients/editor/variables.json';
import { readRecipe, type Recipe } from './recipe';

const files = import.meta.glob<string>('../../clients/editor/*.graphql', { query: '?raw', import: 'default', eager: true });

/** All recipes, as they are when the page is built. */
export const cookbook: Recipe[] = Object.entries(files).map(([path, file]) => {
  const name = path.replace(/^.*\/|\.graphql$/g, '');
  return readRecipe(name, file, (examples as Record<string, Record<string, unknown>>)[name] ?? {});
});

export function findRecipe(name: string): Recipe | undefined {
  return cookbook.find((recipe) => recipe.name === name);
}
