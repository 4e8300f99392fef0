// An editor's page uploads a file in pieces, and continues at the same byte after the connection is lost.
import { Upload, type UploadOptions } from 'tus-js-client';

/** A part of the service's data about a stored file. */
export interface Asset {
  id: string;
  /** The reference for documents. */
  url: string;
  kind: 'IMAGE' | 'AUDIO' | 'VIDEO' | 'CAPTIONS' | 'DOCUMENT';
  bytes: number;
}

/** Uploads a file, and returns the asset. More options are those of tus-js-client. */
export async function upload(service: string, token: string, file: Upload['file'], name: string, kind: Asset['kind'], options: Partial<UploadOptions> = {}): Promise<Asset> {
  const headers = { Authorization: `Bearer ${token}` };
  const address = await new Promise<string>((resolve, reject) => {
    const one = new Upload(file, {
      endpoint: `${service}/assets`,
      headers,
      metadata: { filename: name, kind },
      ...options,
      onError: reject,
      onSuccess: () => resolve(one.url ?? ''),
    });
    one.start();
  });
  const response = await fetch(address, { headers });
  if (!response.ok) throw new Error(`the upload ended, and the service answers ${response.status}`);
  return (await response.json()) as Asset;
}
