import type { GraphQLSchema } from 'graphql';
import { createContext, useContext, useEffect, useState } from 'react';
import { useLanguage } from '../language';
import type { Documents, Summary } from './documents';
import { labelOf } from './labels';
import type { Path } from './json';
import type { Field } from './shape';

/** What the fields of a form share. */
export interface FormState {
  schema: GraphQLSchema;
  documents: Documents;
  /** The language that texts are written in. */
  writes: string;
  /** The time zone of what the form is about. */
  zone: string;
  /** The id of the document that the form is about. */
  subject?: string;
  /** Messages by the path of their field, joined by dots. */
  errors: Map<string, string[]>;
  /** A document was picked for a variable. */
  picked(path: Path, summary: Summary): void;
  /** Opens an operation that makes a document of a type; undefined where there is none. */
  create(type: string): (() => void) | undefined;
}

export const FormContext = createContext<FormState | undefined>(undefined);

export function useForm(): FormState {
  const form = useContext(FormContext);
  if (!form) throw new Error('a field outside of a form');
  return form;
}

/** What every field gets. */
export interface FieldProps {
  field: Field;
  path: Path;
  /** The value in the variables; undefined where they have none. */
  value: unknown;
  /** What the document has now, as its draft gives it. */
  present?: unknown;
  /** Writes a value into the variables; undefined takes it out. */
  edit(path: Path, value: unknown): void;
}

export function useLabel(field: Field): string {
  return labelOf(field.step, useLanguage()) ?? field.name;
}

/** A document by its id or slug: undefined while it is looked up, null where there is none. */
export function useSummary(key: unknown, slugOf?: string): Summary | null | undefined {
  const { documents } = useForm();
  const [found, setFound] = useState<{ key: unknown; summary: Summary | null }>();
  useEffect(() => {
    let current = true;
    if (typeof key !== 'string' || key === '') return;
    void documents.find(key, slugOf).then((summary) => current && setFound({ key, summary: summary ?? null }));
    return () => {
      current = false;
    };
  }, [documents, key, slugOf]);
  return found?.key === key ? found?.summary : undefined;
}
