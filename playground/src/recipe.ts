import type { Language } from './language';

/** The tasks by which recipes are grouped, in the order of the panel. */
export const tasks = ['start', 'programme', 'people', 'publishing', 'languages', 'recordings', 'policy', 'history', 'reading'] as const;
export type Task = (typeof tasks)[number];

/** The kind of document that a recipe needs, and the recipe that creates one. */
export interface Need {
  state: string;
  kind: string;
  from?: string;
}

/** An operation that can be opened: of clients/editor, or for readers of readers/, whose task is reading. */
export interface Recipe {
  name: string;
  title: Record<Language, string>;
  task: Task;
  need?: Need;
  mutation: boolean;
  /** The operation without its header. */
  text: string;
  /** Variables that work on the seed content. */
  example: Record<string, unknown>;
}

const header = /^# (?<en>.+)\n# (?<da>.+)\n# task: (?<task>\w+)\n(?:# needs: (?<needs>.+)\n)?/;
const needs = /^(?<state>\w+) (?<kind>\w+)(?: \((?<from>[\w-]+)\))?$/;

/** Parses a file of clients/editor, whose README describes its header. */
export function readRecipe(name: string, file: string, example: Record<string, unknown>): Recipe {
  const found = header.exec(file)?.groups;
  const task = tasks.find((t) => t === found?.task);
  if (!found?.en || !found.da || !task) throw new Error(`${name}.graphql does not begin as a recipe does`);
  const need = found.needs === undefined ? undefined : needs.exec(found.needs)?.groups;
  if (found.needs !== undefined && !need) throw new Error(`${name}.graphql: can't read what it needs`);
  const text = file.replace(header, '').trimEnd() + '\n';
  return {
    name,
    title: { en: found.en, da: found.da },
    task,
    need: need && { state: need.state!, kind: need.kind!, from: need.from },
    mutation: text.startsWith('mutation'),
    text,
    example,
  };
}

/** The text that opens in a tab: the purpose, followed by the recipe. */
export function recipeText(recipe: Recipe, language: Language): string {
  return `# ${recipe.title[language]}\n${recipe.text}`;
}

/** The recipes with all words of a search, in either language. */
export function searchRecipes(recipes: Recipe[], search: string): Recipe[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  return recipes.filter((recipe) => {
    const text = `${recipe.name} ${recipe.title.da} ${recipe.title.en} ${recipe.task}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

/** The purpose of an operation, from its first comment. */
export function purpose(text: string | null | undefined): string | undefined {
  return /^# *(.+)/.exec(text ?? '')?.[1];
}
