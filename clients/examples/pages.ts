// How Apollo Client joins the pages of a list, whether an operation selects its nodes, its edges or both.
import type { FieldPolicy, Reference } from '@apollo/client';

interface Edge {
  readonly node?: Reference;
}

/** A page as an operation selected it. */
interface Page {
  readonly nodes?: readonly Reference[];
  readonly edges?: readonly Edge[];
  readonly pageInfo?: {
    readonly startCursor?: string | null;
    readonly endCursor?: string | null;
    readonly hasPreviousPage?: boolean;
    readonly hasNextPage?: boolean;
  };
}

/** Consecutive pages without a gap, in order. */
type Pages = readonly Page[];

/** The policy of a list. keyArgs are the arguments that distinguish lists: all except those of pages. */
export const joinedPages = (keyArgs: readonly string[]): FieldPolicy<Pages, Page, Page> => ({
  keyArgs: keyArgs.length > 0 ? [...keyArgs] : false,
  merge(pages = [], incoming, { args }) {
    const page = withNodes(incoming);
    if (args?.['after']) return [...upTo(pages, args['after']), page];
    if (args?.['before']) return [page, ...beginningAt(pages, args['before'])];
    return [page];
  },
  read(pages, { canRead }) {
    const [first] = pages ?? [];
    const last = pages?.at(-1);
    if (!pages || !first || !last) return undefined;
    const { nodes, edges, pageInfo, ...rest } = last;
    return {
      ...rest,
      ...(nodes && { nodes: pages.flatMap((page) => page.nodes ?? []).filter((node) => canRead(node)) }),
      ...(edges && { edges: pages.flatMap((page) => page.edges ?? []).filter(({ node }) => !node || canRead(node)) }),
      ...(pageInfo && { pageInfo: { ...pageInfo, ...beginning(first) } }),
    };
  },
});

/** A page with edges also provides their nodes, for operations that select nodes. */
function withNodes(page: Page): Page {
  const nodes = page.edges?.flatMap(({ node }) => node ?? []);
  return !page.nodes && nodes && nodes.length === page.edges?.length ? { ...page, nodes } : page;
}

/** The pages up to the one that ends at a cursor; none if there is no such page. */
function upTo(pages: Pages, cursor: string): Pages {
  return pages.slice(0, pages.findIndex(({ pageInfo }) => pageInfo?.endCursor === cursor) + 1);
}

/** The pages from the one that begins at a cursor; none if there is no such page. */
function beginningAt(pages: Pages, cursor: string): Pages {
  const at = pages.findIndex(({ pageInfo }) => pageInfo?.startCursor === cursor);
  return at < 0 ? [] : pages.slice(at);
}

/** The first page's data about the start of the list, as far as it was selected. */
function beginning({ pageInfo }: Page) {
  return {
    ...(pageInfo?.startCursor !== undefined && { startCursor: pageInfo.startCursor }),
    ...(pageInfo?.hasPreviousPage !== undefined && { hasPreviousPage: pageInfo.hasPreviousPage }),
  };
}
