import { useEffect, useState } from 'react';
import { session } from '../session';
import type { Summary } from './documents';

const kept = new Map<string, Promise<string | undefined>>();

/** A small picture of a document. Only editors get a file that is only in drafts, so it is fetched with the token. */
export function Thumbnail({ summary }: { summary: Summary }) {
  const [source, setSource] = useState<string>();
  const { picture } = summary;
  useEffect(() => {
    if (!picture) return setSource(undefined);
    const known = kept.get(picture) ?? fetchPicture(picture);
    kept.set(picture, known);
    void known.then(setSource);
  }, [picture]);
  return <span className="thumbnail">{source && <img src={source} alt="" width="48" height="48" />}</span>;
}

async function fetchPicture(address: string): Promise<string | undefined> {
  try {
    const response = await fetch(address, { headers: { Authorization: `Bearer ${session.token()}` }, credentials: 'omit' });
    return response.ok ? await asData(await response.blob()) : undefined;
  } catch {
    return undefined; // no network: the title is enough
  }
}

/** The policy allows data: for pictures, but not blob:. */
function asData(blob: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result as string);
    reader.onerror = () => reject(new Error(reader.error?.message));
    reader.readAsDataURL(blob);
  });
}
