import { createContext, useCallback, useContext, useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import { fillExample, type Example } from './example';
import { findRecipe } from './cookbook';
import { useLanguage } from './language';
import { readLink } from './link';
import { operationNames, readReading, writeReading, type Editors } from './reading';
import { recipeText, type Recipe } from './recipe';
import { ask } from './service';
import { useWork, writeVariables } from './work';

/** Opens recipes, with the state of the last opened one. */
interface Opening {
  open(recipe: Recipe): void;
  /** The recipe whose variables are being looked up. */
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

/** A mutation opens as a dry run: a recipe or a link chose its documents, and the editor has not seen them yet. */
function trial({ text, variables }: Editors): { text: string; variables: string } {
  for (const name of [undefined, ...operationNames(text)]) {
    const editors = { text, variables };
    if (readReading(editors, name)?.mutation) text = writeReading(editors, { dryRun: true }, name).text;
  }
  return { text, variables: writeVariables(variables) };
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
    const { text, variables } = trial({ text: recipeText(recipe, latest.current.language), variables: example.variables });
    latest.current.work.open(text, variables);
    latest.current.onOpen();
    setOpened({ recipe, example });
    setPending(undefined);
  }, []);

  useEffect(() => {
    if (!ready) return;
    const follow = () => {
      const link = readLink(location.hash);
      if (!link) return;
      history.replaceState(null, '', location.pathname); // otherwise a reload would open it again
      const recipe = findRecipe(link.recipe ?? '');
      if (recipe) return void open(recipe);
      if (!link.query) return;
      const { text, variables } = trial({ text: link.query, variables: link.variables ?? {} });
      latest.current.work.open(text, variables);
      latest.current.onOpen();
    };
    follow();
    window.addEventListener('hashchange', follow);
    return () => window.removeEventListener('hashchange', follow);
  }, [ready, open]);

  const value = useMemo(() => ({ open: (recipe: Recipe) => void open(recipe), pending, opened }), [open, pending, opened]);
  return <OpeningContext value={value}>{children}</OpeningContext>;
}
