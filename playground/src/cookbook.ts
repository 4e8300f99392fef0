import editors from '../../clients/editor/variables.json';
import readers from './readers/variables.json';
import { readRecipe, type Recipe } from './recipe';

const files = import.meta.glob<string>(['./readers/*.graphql', '../../clients/editor/*.graphql'], { query: '?raw', import: 'default', eager: true });
const examples: Record<string, Record<string, unknown>> = { ...editors, ...readers };

/** All recipes, read when the page is built. */
export const cookbook: Recipe[] = Object.entries(files).map(([path, file]) => {
  const name = path.replace(/^.*\/|\.graphql$/g, '');
  return readRecipe(name, file, examples[name] ?? {});
});

/** The recipes that work for a user: without a token, only those for readers. */
export function recipesFor(signedIn: boolean): Recipe[] {
  return signedIn ? cookbook : cookbook.filter(({ task }) => task === 'reading');
}

export function findRecipe(name: string): Recipe | undefined {
  return cookbook.find((recipe) => recipe.name === name);
}
