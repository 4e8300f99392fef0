// graphql-js executes the test cases of the Go executor, with the committed results.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cases, committed, execute, files, format, results } from './executor/cases.mjs';

test('there are cases, each with a name of its own', () => {
  assert.ok(files().length >= 10, files().join());
  for (const file of files()) {
    const names = cases(file).map(({ name }) => name);
    assert.ok(names.length > 0, file);
    assert.equal(new Set(names).size, names.length, file);
  }
});

for (const file of files()) {
  test(`graphql-js gives the results of ${file}.json`, () => {
    const expected = JSON.parse(committed(file));
    for (const { name, query, runs } of cases(file)) {
      assert.deepEqual(runs.map((variables) => execute(query, variables)), expected[name], name);
    }
    if (file !== 'refused') assert.ok(!committed(file).includes('"refused"'), 'each request is executed');
    assert.equal(committed(file), format(results(file)), 'also in the order of keys');
  });
}
