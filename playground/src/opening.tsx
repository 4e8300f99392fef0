import { createContext, useCallback, useContext, useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import { fillExample, type Example } from './example';
import { findRecipe } from './cookbook';
import { useLanguage } from './language';
import { writeReading } from './reading';
import { recipeText, type Recipe } from './recipe';
import { ask } from './service';
import { useWork, writeVariables } from './work';

/** Opens recipes, and knows how it went with the one that was opened last. */
interface Opening {
  open(recipe: Recipe): void;
  /** The recipe that variables are looked up for. */
  pending?: Recipe;
  opened?: { recipe: Recipe; example: Example };
}

const OpeningContext = createContext<Opening>({ open: () => {} });

export function useOpening(): Opening {
  return useContext(OpeningContext);
}

/** The address of a recipe on this page. The fragment never leaves the browser, and has nothing else. */
export function recipeLink(recipe: Recipe): string {
  return `#recipe=${recipe.name}`;
}

function linkedRecipe(): Recipe | undefined {
  return findRecipe(/^#recipe=([\w-]+)$/.exec(location.hash)?.[1] ?? '');
}

/** A change opens as a trial: the page chose its documents, and the editor has not seen them yet. */
function trial(recipe: Recipe, example: Example, language: 'da' | 'en'): { text: string; variables: string } {
  const editors = { text: recipeText(recipe, language), variables: example.variables };
  const { text } = recipe.mutation ? writeReading(editors, { dryRun: true }) : editors;
  return { text, variables: writeVariables(example.variables) };
}

export function OpeningProvider({ ready, onOpen, children }: { ready: boolean; onOpen(): void; children: ReactNode }) {
  const language = useLanguage();
  const work = useWork();
  const latest = useRef({ work, language, onOpen });
  latest.current = { work, language, onOpen };
  const [pending, setPending] = useState<Recipe>();
  const [opened, setOpened] = useState<Opening['opened']>();
  const asked = useRef<Recipe>(undefined);

  const open = useCallback(async (recipe: Recipe) => {
    asked.current = recipe;
    setPending(recipe);
    const example = await fillExample(recipe, ask);
    if (asked.current !== recipe) return; // another was opened meanwhile
    const { text, variables } = trial(recipe, example, latest.current.language);
    latest.current.work.open(text, variables);
    latest.current.onOpen();
    setOpened({ recipe, example });
    setPending(undefined);
  }, []);

  useEffect(() => {
    if (!ready) return;
    const follow = () => {
      const recipe = linkedRecipe();
      if (!recipe) return;
      history.replaceState(null, '', location.pathname); // else loading the page again would open it again
      void open(recipe);
    };
    follow();
    window.addEventListener('hashchange', follow);
    return () => window.removeEventListener('hashchange', follow);
  }, [ready, open]);

  const value = useMemo(() => ({ open: (recipe: Recipe) => void open(recipe), pending, opened }), [open, pending, opened]);
  return <OpeningContext value={value}>{children}</OpeningContext>;
}
