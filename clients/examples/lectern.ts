// What a website that renders on a server needs of Lectern, whatever its framework: docs/recipes shows it with Astro
// and Next.js.
import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { print } from 'graphql';

const service = process.env['LECTERN_URL'] ?? 'http://localhost:8080';

/** The languages of this website, the default first. */
export const languages = ['da', 'en'] as const;
export type Language = (typeof languages)[number];

export const isLanguage = (text: string | undefined): text is Language => languages.some((l) => l === text);

/** The service did not give what was asked; the code says why: docs/errors.md lists them. */
export class ServiceError extends Error {
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

const unreachable = (cause: unknown) => {
  throw new ServiceError('UNREACHABLE', cause instanceof Error ? cause.message : 'The service could not be reached.');
};

interface Answer<Result> {
  data?: Result | null;
  errors?: { message: string; extensions?: { code?: string } }[];
}

/**
 * Asks by GET, so that every cache on the way can answer. A service that is busy is asked once more. `init` goes to
 * fetch: what a framework's own cache is told.
 */
export async function ask<Result, Variables>(document: TypedDocumentNode<Result, Variables>, variables: Variables, init: RequestInit = {}): Promise<Result> {
  const parameters = new URLSearchParams({ query: print(document), variables: JSON.stringify(variables) });
  const headers = { Accept: 'application/graphql-response+json', 'GraphQL-Client-Name': 'website', 'GraphQL-Client-Version': '1.0.0' };
  const get = () => fetch(`${service}/graphql?${parameters}`, { ...init, headers, signal: AbortSignal.timeout(10_000) }).catch(unreachable);
  let response = await get();
  if (response.status === 429 || response.status === 503) {
    const seconds = Math.min(5, Number(response.headers.get('Retry-After') ?? 1));
    await new Promise((resolve) => setTimeout(resolve, 1000 * seconds));
    response = await get();
  }
  const { data, errors }: Answer<Result> = await response.json().catch(unreachable);
  if (errors?.[0]) throw new ServiceError(errors[0].extensions?.code ?? 'UNKNOWN', errors[0].message);
  if (!data) throw new ServiceError(`HTTP ${response.status}`, response.statusText);
  return data;
}

interface Asset {
  url: string;
  variants: { url: string; width: number }[]; // 640 and 1600 pixels wide, or as wide as the picture
  width: number | null;
  height: number | null;
}

/** A picture as a page needs it. Width and height keep the page from jumping while it loads. */
export function picture({ url, variants, width, height }: Asset) {
  const srcset = variants.map((variant) => `${variant.url} ${variant.width}w`).join(', ') || undefined; // none has variants that is kept elsewhere
  return { src: variants[0]?.url ?? url, srcset, sizes: '(min-width: 45rem) 40rem, 100vw', width: width ?? undefined, height: height ?? undefined };
}
