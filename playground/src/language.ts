import { createContext, useContext } from 'react';
import { da, en, type Texts } from './texts';

/** A language of the page itself. */
export type Language = 'da' | 'en';

export const texts: Record<Language, Texts> = { da, en };

const key = 'lectern:language';

/** The language chosen on this device, or else the browser's, or else Danish. */
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

/** The texts of the page, in its language. */
export function useTexts(): Texts {
  return texts[useLanguage()];
}
