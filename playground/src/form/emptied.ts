import type { FieldProps } from './context';

/**
 * What an emptied field writes. Null clears it in the document; where there was nothing, nothing
 * stays. The service keeps the fields of a list item that an edit leaves out, so these are null.
 */
export function emptied({ field, path, present }: Pick<FieldProps, 'field' | 'path' | 'present'>): null | undefined {
  if (field.required) return undefined;
  const inItem = path.some((step) => typeof step === 'number');
  return (present === undefined || present === null) && !inItem ? undefined : null;
}

/** What an emptied list writes. */
export function emptiedList(props: Pick<FieldProps, 'field' | 'path' | 'present'>): [] | undefined {
  return props.field.required || emptied(props) === null ? [] : undefined;
}
