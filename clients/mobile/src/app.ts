// The core as a program, for tests and for trying it:
//
//	node dist/app.js <address> <file> [documents in a page] [language]
//
// It syncs once into the file and prints the result. If the network fails, it fails too;
// the file then has its former content, and further complete pages.
import { readFileSync } from 'node:fs';
import { overHTTP } from './http.js';
import { FileStorage } from './storage.js';
import { Replica } from './sync.js';

const [address, file, first = '50', language = 'da'] = process.argv.slice(2);
if (!address || !file) {
  console.error('usage: node dist/app.js <address> <file> [documents in a page] [language]');
  process.exit(2);
}
let bytes = 0;
const operation = readFileSync(new URL('../sync.graphql', import.meta.url), 'utf8');
const replica = await Replica.open(
  new FileStorage(file),
  overHTTP({ address, operation, first: Number(first), language, received: (n) => (bytes += n) }),
);
try {
  await replica.sync();
  console.log(JSON.stringify({ documents: replica.documents().length, bytes }));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
