// Apollo Client and urql join pages of lists from the running service, with operations that select nodes, edges or both.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { gql, type ApolloClient, type TypedDocumentNode } from '@apollo/client';
import * as mobile from '../mobile/generated/operations.js';
import * as website from '../website/generated/operations.js';
import { apolloClient } from './apollo.js';
import { Service, watchRequests } from './service.js';
import { urqlClient } from './urql.js';

const conference = 'fagkonference-om-stalking-2021';
const sessions = 60; // more than a page of the website

type Node = { readonly id: string };

let service: Service;
let requests: ReturnType<typeof watchRequests>;

before(async () => {
  service = await Service.start();
  service.register('mobile', 'app', '2.0.0');
  const token = service.command('token', 'create', '--role=publisher', '--name=desk').trim();
  await addSessions(token);
  requests = watchRequests();
});

after(async () => {
  requests.stop();
  assert.equal(await service.stop(), 0);
  service.remove();
});

/** Publishes a number of new sessions, in two operations. */
async function addSessions(token: string) {
  const edit = async (fields: string[]) => {
    const response = await fetch(`${service.address}/graphql`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${token}` },
      body: JSON.stringify({ query: `mutation { ${fields.join('\n')} }` }),
    });
    const { data, errors } = (await response.json()) as { data: Record<string, { document: { id: string } | null; userErrors: unknown[] }>; errors?: unknown };
    assert.equal(errors, undefined, JSON.stringify(errors));
    return Object.values(data).map(({ document, userErrors }) => {
      assert.deepEqual(userErrors, []);
      return document?.id;
    });
  };
  const payload = '{ document { id } userErrors { path code } }';
  const response = await fetch(`${service.address}/graphql?query=${encodeURIComponent(`{ conference(slug: "${conference}") { id } }`)}`);
  const { id: of } = ((await response.json()) as { data: { conference: Node } }).data.conference;
  const made = await edit(Array.from({ length: sessions }, (_, i) => `s${i}: createSession(input: {fields: {title: "Samtale ${i}", kind: TALK, conference: "${of}"}}) ${payload}`));
  await edit(made.map((id, i) => `s${i}: publish(input: {id: "${id}"}) ${payload}`));
}

type List = { readonly nodes?: readonly Node[]; readonly edges?: readonly { readonly node: Node }[]; readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor?: string | null } };

const idsOf = ({ nodes, edges }: List) => (nodes ?? edges?.map(({ node }) => node) ?? []).map(({ id }) => id);

/** Reads a list to its end with fetchMore, like a page with a button "more", and returns its ids, joined. */
async function readByApollo<Data>(client: ApolloClient, query: TypedDocumentNode<Data, never>, variables: Record<string, unknown>, list: (data: Data | null) => List | undefined): Promise<string[]> {
  const page: { query: TypedDocumentNode<Data, never>; variables: never } = { query, variables: variables as never };
  const watched = client.watchQuery<Data, never>(page);
  const subscription = watched.subscribe(() => {});
  await watched.reobserve();
  let shown = list(client.readQuery(page));
  let pages = 1;
  for (; shown?.pageInfo.hasNextPage && pages < 10; pages++) {
    await watched.fetchMore({ variables: { after: shown.pageInfo.endCursor } as never });
    shown = list(client.readQuery(page));
  }
  subscription.unsubscribe();
  assert.ok(shown && pages > 1, 'one page is nothing to join');
  return idsOf(shown);
}

/** The ids of a list in one page, without a cache. */
async function whole(selection: string): Promise<string[]> {
  const response = await fetch(`${service.address}/graphql?query=${encodeURIComponent(`{ ${selection} }`)}`);
  const { data } = (await response.json()) as { data: Record<string, { nodes: Node[] }> };
  const [list] = Object.values(data).map((value) => ('sessions' in value ? (value['sessions'] as { nodes: Node[] }) : value));
  return list?.nodes.map(({ id }) => id) ?? [];
}

const programme = `conference(slug: "${conference}") { sessions(first: 100) { nodes { id } } }`;

test('Apollo Client joins the pages of a list whose nodes are selected, inside a document', async () => {
  const client = apolloClient(service.address, 'da');
  const joined = await readByApollo(client, website.ConferencePageDocument, { slug: conference }, (data) => data?.conference?.sessions);
  assert.deepEqual(joined, await whole(programme));
  assert.ok(joined.length > sessions);
});

test('Apollo Client joins the pages of a list of its own, and keeps lists apart that differ in a filter or an order', async () => {
  const client = apolloClient(service.address, 'da');
  assert.deepEqual(await readByApollo(client, mobile.MobileConferencesDocument, { first: 1 }, (data) => data?.conferences), await whole('conferences(first: 100) { nodes { id } }'));
  const ordered = gql`query Ordered($after: String, $orderBy: SessionOrder!) { sessions(first: 25, after: $after, orderBy: $orderBy) { nodes { id title } pageInfo { hasNextPage endCursor } } }` as TypedDocumentNode<{ sessions: List }, never>;
  for (const orderBy of ['TITLE_ASC', 'TITLE_DESC']) {
    const joined = await readByApollo(client, ordered, { orderBy }, (data) => data?.sessions);
    assert.deepEqual(joined, await whole(`sessions(first: 100, orderBy: ${orderBy}) { nodes { id } }`));
  }
});

test('Apollo Client joins edges, and those who select nodes of the same list find them', async () => {
  const client = apolloClient(service.address, 'da');
  const joined = await readByApollo(client, mobile.MobileProgrammeDocument, { conference, first: 20 }, (data) => data?.conference?.sessions);
  assert.deepEqual(joined, await whole(programme));
  const nodes = gql`query Nodes($slug: Slug!) { conference(slug: $slug) { id sessions(first: 20) { nodes { id title } } } }` as TypedDocumentNode<{ conference: { sessions: List } }, { slug: string }>;
  const begun = requests.sent.length;
  const found = client.readQuery({ query: nodes, variables: { slug: conference } });
  assert.deepEqual(found && idsOf(found.conference.sessions), joined);
  assert.equal(requests.sent.length, begun);
});

test('Apollo Client reads a list backwards, and begins anew without a cursor', async () => {
  const client = apolloClient(service.address, 'da');
  const last = gql`query Last($before: String) { sessions(last: 25, before: $before) { nodes { id } pageInfo { hasPreviousPage startCursor } } }` as TypedDocumentNode<
    { sessions: { nodes: Node[]; pageInfo: { hasPreviousPage: boolean; startCursor: string } } },
    { before?: string }
  >;
  const watched = client.watchQuery({ query: last });
  const subscription = watched.subscribe(() => {});
  await watched.reobserve();
  let shown = client.readQuery({ query: last })?.sessions;
  for (let pages = 1; shown?.pageInfo.hasPreviousPage && pages < 10; pages++) {
    await watched.fetchMore({ variables: { before: shown.pageInfo.startCursor } });
    shown = client.readQuery({ query: last })?.sessions;
  }
  assert.deepEqual(shown?.nodes.map(({ id }) => id), await whole('sessions(first: 100) { nodes { id } }'));
  const again = (await watched.refetch()).data?.sessions.nodes;
  assert.deepEqual(again?.map(({ id }) => id), shown?.nodes.slice(-25).map(({ id }) => id));
  subscription.unsubscribe();
});

test('urql joins the pages of a list whose nodes are selected', async () => {
  const client = urqlClient(service.address, 'da');
  let after: string | null = null;
  let joined: string[] = [];
  for (let pages = 0; pages === 0 || after; pages++) {
    const { data, error }: { data?: mobile.MobileConferencesQuery; error?: Error } = await client.query(mobile.MobileConferencesDocument, { first: 1, after });
    assert.ok(data && !error, error?.message);
    joined = idsOf(data.conferences);
    after = data.conferences.pageInfo.hasNextPage ? (data.conferences.pageInfo.endCursor ?? null) : null;
  }
  assert.deepEqual(joined, await whole('conferences(first: 100) { nodes { id } }'));
  assert.ok(joined.length > 1);
});
