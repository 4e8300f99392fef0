/** The languages of a field, including any others of its value. */
export const languages = ['da', 'en', 'sv', 'nb', 'de', 'fr', 'es', 'kl', 'fo', 'is', 'pl', 'uk', 'ar'];

/** The name of a language in another one. */
export function languageName(tag: string, language: string): string {
  try {
    return new Intl.DisplayNames([language], { type: 'language' }).of(tag) ?? tag;
  } catch {
    return tag; // half written
  }
}
