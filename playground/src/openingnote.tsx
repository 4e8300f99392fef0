import { findRecipe } from './cookbook';
import { useTexts } from './language';
import { useOpening } from './opening';
import { readReading } from './reading';
import { purpose, type Need } from './recipe';
import { RecipeLink } from './recipelink';
import { useWork } from './work';

/** Notes on the last opened recipe. */
export function OpeningNote() {
  const t = useTexts();
  const { pending, opened } = useOpening();
  return <div role="status" data-opened={pending ? undefined : opened?.recipe.name}>{pending ? <p className="note">{t.fetching}</p> : opened && <Opened />}</div>;
}

function Opened() {
  const t = useTexts();
  const { opened } = useOpening();
  const work = useWork();
  if (!opened) return null;
  const { recipe, example } = opened;
  const here = Object.values(recipe.title).includes(purpose(work.text) ?? '');
  if (!here) return null; // another tab
  if (example.refused) return <p className="note important">{t.cantFill}</p>;
  if (example.missing) return <Missing need={example.missing} />;
  return readReading(work)?.dryRun ? <p className="note">{t.trialHint}</p> : null;
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
