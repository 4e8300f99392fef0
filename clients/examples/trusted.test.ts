// Apollo Client, urql and fetch, each as in its example, use a service that runs only registered operations.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gql, type TypedDocumentNode } from '@apollo/client';
import * as editor from '../editor/generated/operations.js';
import * as mobile from '../mobile/generated/operations.js';
import * as website from '../website/generated/operations.js';
import * as persisted from '../website/generated/persisted.js';
import { apolloClient } from './apollo.js';
import { ask } from './fetch.js';
import { hashOf, Service, watchRequests } from './service.js';
import { urqlClient } from './urql.js';

const clients = fileURLToPath(new URL('../../', import.meta.url));
const read = <T>(path: string) => JSON.parse(readFileSync(clients + path, 'utf8')) as T;

/** The example variables of a consumer's operations, by the name of the operation's file. */
const examples = (consumer: string) => Object.entries(read<Record<string, Record<string, unknown>>>(`${consumer}/variables.json`));

const pascal = (file: string) => file.split('-').map((word) => word[0]?.toUpperCase() + word.slice(1)).join('');

type AnyDocument = TypedDocumentNode<Record<string, unknown>, Record<string, unknown>>;
const documentOf = (from: object, name: string) => (from as Record<string, AnyDocument>)[`${name}Document`] as AnyDocument;

/** The names by the hashes of a manifest. */
const names = (consumer: string) =>
  new Map(read<{ operations: { id: string; name: string }[] }>(`${consumer}/generated/manifest.json`).operations.map(({ id, name }) => [id, name]));

const conference = 'fagkonference-om-stalking-2021';
const warnings: unknown[] = [];
const console_ = { warn: console.warn, error: console.error };

let service: Service;
let requests: ReturnType<typeof watchRequests>;
let token: string;

before(async () => {
  service = await Service.start('--public-operations=trusted');
  service.register('website', 'website', '1.4.0');
  service.register('mobile', 'app', '2.0.0');
  service.register('editor', 'desk', '1');
  token = service.command('token', 'create', '--role=publisher', '--name=desk').trim();
  requests = watchRequests();
  console.warn = console.error = (...words: unknown[]) => void warnings.push(words);
});

after(async () => {
  requests.stop();
  Object.assign(console, console_);
  await service.stop();
  service.remove();
});

/** The requests during some work. */
async function during(work: () => Promise<unknown>) {
  const begun = requests.sent.length;
  await work();
  return requests.sent.slice(begun);
}

/** A registered query is sent once, by GET, with its hash and without its text. */
function assertByHash(sent: ReturnType<typeof watchRequests>['sent'], known: Map<string, string>, name: string) {
  assert.equal(sent.length, 1, name);
  const [request] = sent;
  assert.equal(request?.method, 'GET', name);
  assert.equal(request?.url.pathname, '/graphql');
  for (const parameter of request?.url.searchParams.keys() ?? []) assert.ok(['operationName', 'variables', 'extensions'].includes(parameter), parameter);
  assert.equal(known.get(hashOf(request) ?? ''), name);
}

test('Apollo Client asks each operation of the website by the hash in the manifest', async () => {
  for (const [file, variables] of examples('website')) {
    const sent = await during(async () => {
      const { data } = await apolloClient(service.address, 'da').query({ query: documentOf(website, pascal(file)), variables });
      assert.ok(data && Object.values(data).every((value) => value !== null), file);
    });
    assertByHash(sent, names('website'), pascal(file));
  }
});

test('urql asks each operation of the app by the hash in the manifest', async () => {
  for (const [file, variables] of examples('mobile')) {
    const sent = await during(async () => {
      const { data, error } = await urqlClient(service.address, 'da').query(documentOf(mobile, `Mobile${pascal(file)}`), variables);
      assert.equal(error, undefined);
      assert.ok(data && Object.values(data).every((value) => value !== null), file);
    });
    assertByHash(sent, names('mobile'), `Mobile${pascal(file)}`);
  }
});

test('fetch asks by documentId, and the types know what comes and goes', async () => {
  const sent = await during(async () => {
    const { topic } = await ask(service.address, persisted.TopicPage, { slug: 'stalking' });
    const name: string | undefined = topic?.name;
    assert.equal(name, 'Stalking');
  });
  assert.deepEqual(sent.map(({ url }) => url.searchParams.get('documentId')), [persisted.TopicPage.documentId]);
  assert.equal(names('website').get(persisted.TopicPage.documentId.replace('sha256:', '')), 'TopicPage');
  // @ts-expect-error: the variable slug is missing
  await assert.rejects(ask(service.address, persisted.TopicPage, {}), /BAD_INPUT/);
  await assert.rejects(ask(service.address, { documentId: `sha256:${'0'.repeat(64)}` }, {}), /UNKNOWN_OPERATION/);
});

const unregistered = gql`query Unregistered { viewer { name } }`;

test('what is not registered is refused, and no client sends its text then', async () => {
  const byApollo = await during(() => assert.rejects(apolloClient(service.address, 'da').query({ query: unregistered }), /registered operations only/));
  const byUrql = await during(async () => {
    const { error } = await urqlClient(service.address, 'da').query(unregistered, {});
    assert.equal(error?.graphQLErrors[0]?.extensions['code'], 'UNKNOWN_OPERATION');
  });
  for (const sent of [byApollo, byUrql]) {
    assert.deepEqual(sent.map(({ method, url }) => [method, url.searchParams.get('query')]), [['GET', null]]);
  }
});

test('Apollo Client joins pages, and keeps a document once', async () => {
  const client = apolloClient(service.address, 'da');
  const programme = client.watchQuery({ query: mobile.MobileProgrammeDocument, variables: { conference, first: 1 } });
  const subscription = programme.subscribe(() => {});
  const first = (await programme.reobserve()).data?.conference?.sessions;
  assert.equal(first?.edges.length, 1);
  assert.ok(first?.pageInfo.hasNextPage && first.pageInfo.endCursor);
  const { endCursor } = first.pageInfo;
  const sent = await during(() => programme.fetchMore({ variables: { after: endCursor } }));
  assert.deepEqual(sent.map(({ url }) => JSON.parse(url.searchParams.get('variables') ?? '').after), [endCursor]);
  subscription.unsubscribe();
  const whole = client.readQuery({ query: mobile.MobileProgrammeDocument, variables: { conference, first: 1 } });
  const joined = whole?.conference?.sessions.edges.map(({ node }) => node);
  assert.equal(joined?.length, 2);

  // Another query for one of them by id finds it in the cache.
  const card = gql`query Card($id: ID!) { node(id: $id) { id ... on Session { title room } } }`;
  const none = await during(async () => {
    const { data } = await client.query<{ node: { title: string } }>({ query: card, variables: { id: joined?.[1]?.id } });
    assert.equal(data?.node.title, joined?.[1]?.title);
  });
  assert.equal(none.length, 0);
});

test('urql joins pages', async () => {
  const client = urqlClient(service.address, 'da');
  const page = (after: string | null) => client.query(mobile.MobileProgrammeDocument, { conference, first: 1, after });
  const first = (await page(null)).data?.conference?.sessions;
  assert.equal(first?.edges.length, 1);
  const endCursor = first?.pageInfo.endCursor ?? '';
  const sent = await during(async () => {
    const second = (await page(endCursor)).data?.conference?.sessions;
    assert.equal(second?.edges.length, 2);
    assert.equal(second?.pageInfo.hasNextPage, false);
  });
  assert.equal(sent.length, 1);
});

test('urql keeps a document once: another query needs no request, and an update is seen in both', async () => {
  const client = urqlClient(service.address, 'da');
  const desk = urqlClient(service.address, 'da', token);
  const seen: ({ id: string; title: string; room: string | null } | undefined)[] = [];
  let subscription: { unsubscribe(): void } | undefined;
  await new Promise<void>((resolve) => {
    subscription = client.query(mobile.MobileProgrammeDocument, { conference }).subscribe(({ data }) => {
      seen.push(data?.conference?.sessions.edges[0]?.node);
      resolve();
    });
  });
  const [session] = seen;
  assert.ok(session);
  const card = gql`query Card($id: ID!) { node(id: $id) { id ... on Session { title room } } }`;
  const none = await during(async () => {
    const answer = await client.query<{ node: { title: string } }>(card, { id: session.id });
    assert.equal(answer.data?.node.title, session.title);
  });
  assert.equal(none.length, 0);

  const edits = await during(async () => {
    const moved = await desk.mutation(editor.MoveSessionDocument, { id: session.id, room: 'Sal 7' });
    assert.deepEqual([moved.error, moved.data?.moveSession?.userErrors, moved.data?.moveSession?.document?.room], [undefined, [], 'Sal 7']);
    const published = await desk.mutation(editor.PublishDocument, { id: session.id });
    assert.deepEqual([published.error, published.data?.publish?.userErrors], [undefined, []]);
  });
  assert.deepEqual(edits.map(({ method, body }) => [method, body?.['query']]), [['POST', undefined], ['POST', undefined]]);
  assert.deepEqual(edits.map((request) => names('editor').get(hashOf(request) ?? '')), ['MoveSession', 'Publish']);

  const sent = await during(() => client.query(mobile.MobileSessionDocument, { id: session.id }, { requestPolicy: 'network-only' }).toPromise());
  subscription?.unsubscribe();
  assertByHash(sent, names('mobile'), 'MobileSession');
  assert.deepEqual(seen.map((node) => node?.room), [null, 'Sal 7']);
});

test('a mutation that can not be carried out gives user errors, with their types', async () => {
  const id = 'session_01M814A3RGAK25062JA7SK50HD';
  const variables = { id, startsAt: '2021-09-02T14:00:00+02:00', endsAt: '2021-09-02T13:00:00+02:00' };
  const byUrql = await urqlClient(service.address, 'da', token).mutation(editor.MoveSessionDocument, variables);
  const byApollo = await apolloClient(service.address, 'da', token).mutate({ mutation: editor.MoveSessionDocument, variables });
  for (const payload of [byUrql.data?.moveSession, byApollo.data?.moveSession]) {
    assert.ok(payload && payload.userErrors.length > 0);
    const [problem] = payload.userErrors;
    assert.ok(problem?.code && problem.message && problem.path && problem.path.length > 0, JSON.stringify(problem));
  }
  // Without a token it is an error of the operation, not of the user.
  const { error } = await urqlClient(service.address, 'da').mutation(editor.MoveSessionDocument, variables);
  assert.equal(error?.graphQLErrors[0]?.extensions['code'], 'UNAUTHENTICATED');
});

test('no client finds anything to complain of in the answers', () => {
  assert.deepEqual(warnings, []);
});

test('it is counted which version of which client used what', async () => {
  assert.equal(await service.stop(), 0);
  const list = service.command('operations', 'list');
  assert.match(list, /FrontPage +website 1\.4\.0 +yes +1 +\d{4}-\d\d-\d\d\n/);
  assert.match(list, /TopicPage +website 1\.4\.0 +yes +3 +/);
  assert.match(list, /MobileProgramme +app 2\.0\.0 +yes +[1-9]/);
  assert.match(list, /MoveSession +app 2\.0\.0 +no +[1-9]/);
  assert.doesNotMatch(list, / unknown /);
});
