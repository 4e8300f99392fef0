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
  /** The language of the edited texts. */
  writes: string;
  /** The time zone of the form's document. */
  zone: string;
  /** The id of the form's document. */
  subject?: string;
  /** Messages by the path of their field, joined by dots. */
  errors: Map<string, string[]>;
  /** Called when a document was picked for a variable. */
  picked(path: Path, summary: Summary): void;
  /** Opens an operation that creates a document of a type; undefined if there is none. */
  create(type: string): (() => void) | undefined;
}

export const FormContext = createContext<FormState | undefined>(undefined);

export function useForm(): FormState {
  const form = useContext(FormContext);
  if (!form) throw new Error('a field outside of a form');
  return form;
}

/** The properties of every field. */
export interface FieldProps {
  field: Field;
  path: Path;
  /** The value in the variables, or undefined. */
  value: unknown;
  /** The present value in the document's draft. */
  present?: unknown;
  /** Writes a value into the variables; undefined removes it. */
  edit(path: Path, value: unknown): void;
}

export function useLabel(field: Field): string {
  return labelOf(field.step, useLanguage()) ?? field.name;
}

/** A document by its id or slug: undefined while it is looked up, null if there is none. */
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
