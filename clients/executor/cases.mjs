// The cases of graph/internal/exec/testdata, and their results in graphql-js:
//
//   node executor/cases.mjs          compares with the committed results
//   node executor/cases.mjs --write  writes them
//
// A file .graphql has cases, each after a line "## name". Each "# variables: {…}"
// on the lines below is a separate run. The file .json of the same name has a
// list of results for each case, one per run. A result is the response, or
// {"refused": […]} with the errors of graphql-js for a request that it does not
// execute, so that there is no data.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { executeSync, parse, validate } from 'graphql';
import { root, schema } from './small.mjs';

export const folder = new URL('../../graph/internal/exec/testdata/', import.meta.url);

export const files = () => readdirSync(folder).filter((name) => name.endsWith('.graphql')).map((name) => name.slice(0, -'.graphql'.length)).sort();

export function cases(file) {
  const text = readFileSync(new URL(`${file}.graphql`, folder), 'utf8');
  return text.split(/^## /m).slice(1).map((part) => {
    const end = part.indexOf('\n');
    const query = part.slice(end + 1);
    const variables = [...query.matchAll(/^ *# variables: (.*)$/gm)].map(([, json]) => JSON.parse(json));
    return { name: part.slice(0, end), query, runs: variables.length > 0 ? variables : [{}] };
  });
}

export function execute(query, variableValues) {
  const document = parse(query);
  const errors = validate(schema, document);
  if (errors.length > 0) return { refused: errors.map(({ message }) => message) };
  const result = executeSync({ schema, document, rootValue: root(), variableValues });
  if (!('data' in result)) return { refused: result.errors.map(({ message }) => message) };
  return JSON.parse(JSON.stringify(result));
}

export const results = (file) => Object.fromEntries(cases(file).map(({ name, query, runs }) => [name, runs.map((variables) => execute(query, variables))]));

/** Results as they are committed: a line for each error and for the data. */
export function format(results) {
  const lines = (list) => list.map((item) => `\n        ${JSON.stringify(item)}`).join(',');
  const one = (result) => {
    const parts = [];
    if (result.refused) parts.push(`"refused": [${lines(result.refused)}]`);
    if (result.errors) parts.push(`"errors": [${lines(result.errors)}]`);
    if ('data' in result) parts.push(`"data": ${JSON.stringify(result.data)}`);
    return `    {\n      ${parts.join(',\n      ')}\n    }`;
  };
  const entries = Object.entries(results).map(([name, runs]) => `  ${JSON.stringify(name)}: [\n${runs.map(one).join(',\n')}\n  ]`);
  return `{\n${entries.join(',\n')}\n}\n`;
}

export const committed = (file) => readFileSync(new URL(`${file}.json`, folder), 'utf8');

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const file of files()) {
    const now = format(results(file));
    if (process.argv.includes('--write')) writeFileSync(new URL(`${file}.json`, folder), now);
    else if (now !== committed(file)) {
      console.error(`${file}.json is not what graphql-js gives: node executor/cases.mjs --write`);
      process.exitCode = 1;
    }
  }
}
