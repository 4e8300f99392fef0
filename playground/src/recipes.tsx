import { useId, useState, type MouseEvent } from 'react';
import { cookbook, findRecipe } from './cookbook';
import { useLanguage, useTexts } from './language';
import { recipeLink, useOpening } from './opening';
import { searchRecipes, tasks, type Need, type Recipe } from './recipe';

/** The recipes by task, with a search. */
export function Recipes() {
  const t = useTexts();
  const [search, setSearch] = useState('');
  const found = searchRecipes(cookbook, search);
  const field = useId();
  return (
    <>
      <label htmlFor={field}>{t.searchRecipes}</label>
      <input id={field} type="search" value={search} autoComplete="off" onChange={(event) => setSearch(event.currentTarget.value)} />
      <p role="status" className="note">
        {t.found(found.length)}
      </p>
      <OpeningNote />
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
    await navigator.clipboard.writeText(new URL(recipeLink(recipe), location.href).href);
    setCopied(true);
  };
  return (
    <li>
      <RecipeLink recipe={recipe} />
      {recipe.mutation && <span className="badge">{t.changesContent}</span>}
      <button type="button" className="link" aria-label={copied ? t.copied : t.linkTo(recipe.title[language])} title={t.linkTo(recipe.title[language])} onClick={() => void copy()}>
        {copied ? '✓' : '🔗︎'}
      </button>
    </li>
  );
}

/** Opens a recipe; as a link it can be copied and kept, too. */
function RecipeLink({ recipe }: { recipe: Recipe }) {
  const language = useLanguage();
  const { open } = useOpening();
  const click = (event: MouseEvent) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return; // in a window of its own
    event.preventDefault();
    open(recipe);
  };
  return (
    <a href={recipeLink(recipe)} onClick={click}>
      {recipe.title[language]}
    </a>
  );
}

/** What there is to know of the recipe that was opened last. */
export function OpeningNote() {
  const t = useTexts();
  const { pending, opened } = useOpening();
  return (
    <div role="status">
      {pending && <p className="note">{t.fetching}</p>}
      {!pending && opened?.example.missing && <Missing need={opened.example.missing} />}
      {!pending && opened?.example.refused && <p className="note important">{t.cantFill}</p>}
      {!pending && opened?.recipe.mutation && !opened.example.missing && !opened.example.refused && <p className="note">{t.trialHint}</p>}
    </div>
  );
}

function Missing({ need }: { need: Need }) {
  const t = useTexts();
  const from = need.from && findRecipe(need.from);
  return (
    <p className="note important">
      {t.missing(t.kinds[need.kind] ?? need.kind, t.states[need.state] ?? '')} {from && t.makeOne} {from && <RecipeLink recipe={from} />}
    </p>
  );
}
