// The service's schema, and the operations of the clients, from the repository.
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';

const here = fileURLToPath(new URL('.', import.meta.url));
const root = join(here, '..');

export const consumers = ['editor', 'mobile', 'recipes', 'website'];

/** The folder for the generated files of a consumer. Git ignores it. */
export const generatedFolder = (consumer) => join(here, consumer, 'generated');

/** The folder for built files. Git ignores it. */
export const builtFolder = join(here, 'dist');

export const releasedPath = join(here, 'released.graphqls');

const filesIn = (folder, ending) =>
  readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(ending))
    .map((entry) => join(folder, entry.name))
    .sort();

/** The schema's text: the common part, then a file for each content type. */
export const schemaText = () =>
  [join(root, 'schema.graphqls'), ...filesIn(join(root, 'graph', 'schema'), '.graphqls')]
    .map((path) => readFileSync(path, 'utf8'))
    .join('\n');

/** The operations, each with its consumer and file. */
export const operations = () =>
  consumers.flatMap((consumer) => filesIn(join(here, consumer), '.graphql').map((path) => ({ consumer, path, text: readFileSync(path, 'utf8') })));
