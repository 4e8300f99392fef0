import { createContext, useContext } from 'react';
import { da, en, type Texts } from './texts';

/** A language that the page itself speaks. */
export type Language = 'da' | 'en';

export const texts: Record<Language, Texts> = { da, en };

const key = 'lectern:language';

/** The language that was chosen on this device, else the browser's, else Danish. */
export function preferredLanguage(): Language {
  const chosen = localStorage.getItem(key);
  if (chosen === 'da' || chosen === 'en') return chosen;
  return navigator.language.startsWith('en') ? 'en' : 'da';
}

export function keepLanguage(language: Language): void {
  localStorage.setItem(key, language);
}

export const LanguageContext = createContext<Language>('da');

export function useLanguage(): Language {
  return useContext(LanguageContext);
}

/** What the page says, in the language that it speaks. */
export function useTexts(): Texts {
  return texts[useLanguage()];
}
