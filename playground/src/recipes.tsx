import { useId, useState } from 'react';
import { recipesFor } from './cookbook';
import { useLanguage, useTexts } from './language';
import { Later } from './later';
import { recipeLink } from './opening';
import { searchRecipes, tasks, type Recipe } from './recipe';
import { RecipeLink } from './recipelink';
import { useToken } from './session';

const loadCorrect = () => import('./form/correct');

/** The recipes of whoever is here by task, with a search. */
export function Recipes({ onOpen }: { onOpen(): void }) {
  const t = useTexts();
  const [search, setSearch] = useState('');
  const signedIn = useToken() !== '';
  const found = searchRecipes(recipesFor(signedIn), search);
  const field = useId();
  return (
    <>
      {signedIn && <Later load={loadCorrect} props={{ onOpen }} />}
      <label htmlFor={field}>{t.searchRecipes}</label>
      <input id={field} type="search" value={search} autoComplete="off" onChange={(event) => setSearch(event.currentTarget.value)} />
      <p role="status" className="note">
        {t.found(found.length)}
      </p>
      {!signedIn && <p className="note">{t.moreRecipes}</p>}
      {tasks.map((task) => {
        const recipes = found.filter((recipe) => recipe.task === task);
        return (
          recipes.length > 0 && (
            <section key={task} aria-labelledby={`task-${task}`}>
              <h3 id={`task-${task}`}>{t.tasks[task]}</h3>
              <ul className="recipes">
                {recipes.map((recipe) => (
                  <Item key={recipe.name} recipe={recipe} />
                ))}
              </ul>
            </section>
          )
        );
      })}
    </>
  );
}

function Item({ recipe }: { recipe: Recipe }) {
  const t = useTexts();
  const language = useLanguage();
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    const link = new URL(recipeLink(recipe), location.href).href;
    if (!navigator.clipboard) return void prompt(t.linkTo(recipe.title[language]), link); // not available without https
    await navigator.clipboard.writeText(link);
    setCopied(true);
  };
  return (
    <li>
      <RecipeLink recipe={recipe} />
      {recipe.mutation && <span className="badge">{t.changesContent}</span>}
      <button type="button" className="link" aria-label={copied ? t.copied : t.linkTo(recipe.title[language])} title={t.linkTo(recipe.title[language])} onClick={() => void copy()}>
        {copied ? '✓' : <LinkIcon />}
      </button>
    </li>
  );
}

function LinkIcon() {
  return (
    <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" fill="none" stroke="currentColor" strokeWidth="1.5" strokeLinecap="round">
      <path d="M6.5 9.5l3-3M7 4.5l1.2-1.2a3 3 0 0 1 4.5 4.5L11.5 9M9 11.5l-1.2 1.2a3 3 0 0 1-4.5-4.5L4.5 7" />
    </svg>
  );
}
