// Normalised caches keep versions, drafts and documents apart by their ids: Apollo Client, urql and Relay.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { gql, type TypedDocumentNode } from '@apollo/client';
import { fetchQuery } from 'relay-runtime';
import * as editor from '../editor/generated/operations.js';
import { apolloClient } from './apollo.js';
import relayPage, { type relayPageSessionQuery } from './generated/relayPageSessionQuery.graphql.js';
import { typeOf } from './identity.js';
import { relayEnvironment } from './relay.js';
import { Service } from './service.js';
import { urqlClient } from './urql.js';

const names = ['Sikkerhed på nettet', 'Sikkerhed på mobilen', 'Sikkerhed hjemme'];

let service: Service;
let token: string;
let topic: string;

before(async () => {
  service = await Service.start();
  service.register('editor', 'app', '2.0.0');
  token = service.command('token', 'create', '--role=publisher', '--name=desk').trim();
  const fields = `{ document { documentId } userErrors { code } }`;
  const created = await ask<{ createTopic: { document: { documentId: string } } }>(`mutation { createTopic(input: {fields: {name: "${names[0]}", slug: "sikkerhed"}}) ${fields} }`);
  topic = created.createTopic.document.documentId;
  await ask(`mutation { publish(input: {id: "${topic}"}) ${fields} }`);
  for (const name of names.slice(1)) await ask(`mutation { updateTopic(input: {id: "${topic}", fields: {name: "${name}"}}) ${fields} }`);
});

after(async () => {
  assert.equal(await service.stop(), 0);
  service.remove();
});

/** The data of a response, without a cache. */
async function ask<Data>(query: string, variables = {}): Promise<Data> {
  const response = await fetch(`${service.address}/graphql`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${token}` },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors } = (await response.json()) as { data: Data; errors?: unknown };
  assert.equal(errors, undefined, JSON.stringify(errors));
  return data;
}

type Named = { readonly id: string; readonly name: unknown };
type Page = {
  topic: Named;
  topicDraft: Named & { history: { nodes: { revision: number; document: { id: string; revision: number } }[] } };
};

const page = `query Page($id: ID!) {
  topic(slug: "sikkerhed") { id name }
  topicDraft(id: $id) { id name history(first: 10) { nodes { revision document { id revision ... on TopicDraft { name } } } } }
}`;

test('Apollo Client keeps versions, the draft and the document apart', async () => {
  const query = gql(page) as TypedDocumentNode<Page, { id: string }>;
  const client = apolloClient(service.address, 'da', token);
  await client.query({ query, variables: { id: topic } });
  const cached = client.readQuery({ query, variables: { id: topic } });
  const { topic: shown, topicDraft: draft } = await ask<Page>(page, { id: topic });
  assert.deepEqual([cached?.topic.name, cached?.topicDraft.name], [names[0], { da: names[2] }]);
  const versions = (of: Page['topicDraft'] | undefined) => of?.history.nodes.map(({ revision, document }) => [revision, document.id, document.revision]);
  assert.deepEqual(versions(cached?.topicDraft), versions(draft));
  assert.equal(new Set(draft.history.nodes.map(({ revision }) => revision)).size, draft.history.nodes.length);
  assert.equal(cached?.topic.id, shown.id);
});

test('Apollo Client finds a draft by its id, beside its document', async () => {
  const client = apolloClient(service.address, 'da', token);
  const { data } = await client.query({ query: gql(page) as TypedDocumentNode<Page, { id: string }>, variables: { id: topic } });
  const node = gql`query Node($id: ID!) { node(id: $id) { id ... on Topic { name } ... on TopicDraft { draftName: name } } }` as TypedDocumentNode<{ node: { id: string } }, { id: string }>;
  assert.ok(data);
  for (const { id } of [data.topic, data.topicDraft]) {
    assert.equal((await client.query({ query: node, variables: { id } })).data?.node.id, id);
  }
  assert.deepEqual([data.topic, data.topicDraft].map(({ id }) => typeOf(id)), ['Topic', 'TopicDraft']);
});

test('urql keeps the versions of a document apart', async () => {
  const client = urqlClient(service.address, 'da', token);
  const variables = { id: topic };
  await client.query(editor.DocumentHistoryDocument, variables);
  const { data, error } = await client.query(editor.DocumentHistoryDocument, variables, { requestPolicy: 'cache-only' });
  if (error) throw error;
  const { topicDraft } = await ask<Page>(page, variables);
  assert.deepEqual(data?.draft?.history.nodes.map(({ revision }) => revision), topicDraft.history.nodes.map(({ revision }) => revision));
});

test('Relay keeps the title of a session apart from that of its draft', async () => {
  const slug = 'afsluttende-paneldebat';
  const environment = relayEnvironment(service.address, 'da', token);
  const request = () => fetchQuery<relayPageSessionQuery>(environment, relayPage, { slug }, { fetchPolicy: 'store-or-network' }).toPromise();
  await request();
  const data = await request();
  assert.equal(data?.session?.title, 'Afsluttende paneldebat');
  assert.equal(data?.sessionDraft?.title?.['da'], data?.session?.title);
  assert.equal(data?.sessionDraft?.documentId, data?.session?.id);
});

test('Apollo Client finds a scheduled step by its id, which is not that of its document', async () => {
  type Scheduled = { scheduleUnpublish: { document: { publishing: { steps: { id: string }[] } } } };
  const { scheduleUnpublish } = await ask<Scheduled>(
    `mutation { scheduleUnpublish(input: {id: "${topic}", at: "2031-01-06T06:00:00Z"}) { document { publishing { steps { id } } } userErrors { code } } }`,
  );
  const [step] = scheduleUnpublish.document.publishing.steps;
  assert.ok(step);
  assert.equal(typeOf(step.id), 'ScheduledStep');
  const client = apolloClient(service.address, 'da', token);
  const query = gql`query Step($id: ID!) { node(id: $id) { id ... on ScheduledStep { documentId } } }` as TypedDocumentNode<{ node: { id: string; documentId: string } }, { id: string }>;
  assert.deepEqual((await client.query({ query, variables: { id: step.id } })).data?.node.documentId, topic);
});
