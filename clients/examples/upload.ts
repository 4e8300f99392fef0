// An editor's page uploads a file in pieces, and goes on where it was when the connection is lost.
import { Upload, type UploadOptions } from 'tus-js-client';

/** What the service says of a file that it keeps, among other things. */
export interface Asset {
  id: string;
  /** How documents name it. */
  url: string;
  kind: 'IMAGE' | 'AUDIO' | 'VIDEO' | 'CAPTIONS' | 'DOCUMENT';
  bytes: number;
}

/** Uploads a file, and gives what it has become. More options are those of tus-js-client. */
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
