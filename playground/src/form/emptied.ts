import type { FieldProps } from './context';

/**
 * What an emptied field writes. Null clears it in the document; where there was nothing, nothing
 * stays. An item of a list keeps what it is not told of, so it is told.
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
