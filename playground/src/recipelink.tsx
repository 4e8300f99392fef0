import type { MouseEvent } from 'react';
import { useLanguage } from './language';
import { recipeLink, useOpening } from './opening';
import type { Recipe } from './recipe';

/** Opens a recipe; the link can also be copied. */
export function RecipeLink({ recipe }: { recipe: Recipe }) {
  const language = useLanguage();
  const { open } = useOpening();
  const click = (event: MouseEvent) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return; // in a separate window
    event.preventDefault();
    open(recipe);
  };
  return (
    <a href={recipeLink(recipe)} onClick={click}>
      {recipe.title[language]}
    </a>
  );
}
