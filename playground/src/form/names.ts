import { useEffect, useState } from 'react';
import { useLanguage, type Language } from '../language';
import { useForm } from './context';
import { titleIn } from './documents';
import { languageName } from './languages';
import { wordOf } from './enumwords';
import type { Field } from './shape';

/** The maximum number of parts of a name. */
const parts = 3;

/** The names of a list's items: from the documents that they refer to, their texts, and the words for their choices. */
export function useNames(item: Field, values: unknown[], fallback: (n: number) => string): string[] {
  const language = useLanguage();
  const { documents } = useForm();
  const [titles, setTitles] = useState<Record<string, string>>({});
  const ids = [...new Set(values.flatMap((value) => references(item, value)))].sort().join();
  useEffect(() => {
    let current = true;
    const look = async () => {
      const found = await Promise.all(ids.split(',').filter(Boolean).map(async (id) => [id, await documents.find(id)] as const));
      if (current) setTitles(Object.fromEntries(found.flatMap(([id, summary]) => (summary ? [[id, titleIn(summary, language)]] : []))));
    };
    void look();
    return () => {
      current = false;
    };
  }, [documents, ids, language]);
  return values.map((value, i) => nameOf(item, value, titles, language) || fallback(i + 1));
}

export function references(field: Field, value: unknown): string[] {
  if (field.shape.is === 'document') return typeof value === 'string' && value !== '' ? [value] : [];
  if (field.shape.is !== 'object' || typeof value !== 'object' || value === null) return [];
  return field.shape.fields().flatMap((f) => references(f, (value as Record<string, unknown>)[f.name]));
}

/** The name of one item; empty if nothing gives one. */
export function nameOf(field: Field, value: unknown, titles: Record<string, string>, language: Language): string {
  const { shape } = field;
  if (shape.is === 'object' && typeof value === 'object' && value !== null) {
    const named = [...shape.fields()].sort((a, b) => Number(b.shape.is === 'document') - Number(a.shape.is === 'document'));
    return named.map((f) => nameOf(f, (value as Record<string, unknown>)[f.name], titles, language)).filter(Boolean).slice(0, parts).join(' · ');
  }
  if (typeof value !== 'string' || value === '') return '';
  switch (shape.is) {
    case 'document':
      return titles[value] ?? '';
    case 'choice':
      return wordOf(shape.type, value, language) ?? value;
    case 'language':
      return languageName(value, language);
    case 'text':
    case 'day':
      return value;
  }
  return '';
}
