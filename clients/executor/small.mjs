// The schema, values and resolvers of graph/internal/exectest, for graphql-js.
// If Go has a nil slice for a non-null list, the list is empty here.
import { readFileSync } from 'node:fs';
import { buildSchema } from 'graphql';

const fail = () => {
  throw new Error('it fails');
};
const panic = () => {
  throw new Error('it panics');
};

const jens = { __typename: 'Person', id: 'p2', first: 'Jens', last: null, pets: [], address: { street: null, city: { name: 'Aarhus', mayor: null } } };
const eva = { __typename: 'Person', id: 'p1', first: 'Eva', last: 'Holm', address: { street: 'Åvej 1', city: { name: 'Aarhus', mayor: jens } } };
const sound = (word) => ({ loud, times }) => {
  const n = times ?? 1;
  if (n < 0) throw new Error('less than silence');
  return (loud ? word.toUpperCase() : word).repeat(n);
};
const cat = (values) => ({ __typename: 'Cat', name: null, mother: null, owner: null, sound: sound('miaow'), ...values });
const dog = (values) => ({ __typename: 'Dog', friends: null, owner: null, sound: sound('wuff'), ...values });
const mis = cat({ id: 'c2', lives: 7, friends: [] });
const rex = dog({ id: 'd1', name: 'Rex', barks: true, owner: eva });
const pil = dog({ id: 'd2', name: '', barks: false });
const tom = cat({ id: 'c1', name: 'Tom', lives: 9, friends: [rex, mis], mother: mis, owner: eva });
rex.friends = [tom, null, pil];
eva.pets = [tom, rex];

const numbers = [1, null, 3];
const flit = {
  __typename: 'Stone',
  weight: 2.5,
  heavy: false,
  colour: 'RED',
  colours: ['RED', 'BLUE'],
  grid: [[1, 2], [], [3]],
  loose: [numbers, null],
  note: { b: [1, null], a: 'x' },
  text: '"quoted" \\ \n\t\u2028 æ €  \u{1F600}',
  zero: null,
  none: null,
};
const pebble = { __typename: 'Stone', weight: 1e6, heavy: null, colour: 'BLUE', colours: [], grid: [], loose: null, note: null, text: '', zero: 0, none: [] };

const nodes = [tom, rex, eva, mis, pil];
const things = () => [thing(0), thing(1), thing(2)];
const gaps = () => [thing(0), null, thing(2)];

function thing(place) {
  return {
    ok: 'ok',
    null: null,
    nullNonNull: null,
    fails: fail,
    failsNonNull: fail,
    panics: panic,
    panicsNonNull: panic,
    sometimes: place % 2 === 1 ? null : 'now',
    mostly: () => (place % 2 === 1 ? fail() : 'works'),
    thing: () => thing(0),
    thingNonNull: () => thing(0),
    nullThing: null,
    nullThingNonNull: null,
    failingThing: fail,
    failingThingNonNull: fail,
    things,
    thingsOfNonNull: things,
    thingsNonNull: things,
    thingsAllNonNull: things,
    gaps,
    gapsOfNonNull: gaps,
    gapsAllNonNull: gaps,
    failingThings: fail,
    nullThings: null,
    nullThingsNonNull: [],
    numbers,
    numbersOfNonNull: numbers,
    numbersAllNonNull: numbers,
    grid: [numbers, null, []],
    gridOfNonNull: [numbers, null, []],
    gridRows: [[], numbers],
    gridAllNonNull: [[], numbers],
    nodes: [tom, null, rex],
    nodesOfNonNull: [tom, null, rex],
  };
}

// Go does not distinguish an absent argument from null.
const all = (names) => (args) => Object.fromEntries(names.map((name) => [name, args[name] ?? null]));

const queries = {
  node: ({ id }) => [...nodes, jens].find((node) => node.id === id) ?? null,
  nodes: ({ first }) => {
    if (first !== null && first < 0) throw new Error('there are no fewer than none');
    return nodes.slice(0, first ?? nodes.length);
  },
  named: [tom, null, rex, mis],
  pets: [rex, tom, pil],
  anything: [tom, rex, null, flit, eva, flit],
  cat: tom,
  stone: flit,
  pebble,
  thing: () => thing(0),
  thingNonNull: () => thing(0),
  echo: all(['int', 'float', 'string', 'boolean', 'id', 'colour', 'even', 'list', 'strict', 'lists', 'colours', 'filter', 'filters']),
  defaults: all(['int', 'strict', 'colour', 'list', 'one', 'filter']),
  strict: ({ int }) => int,
  choice: ({ choice }) => choice,
  sum: ({ of: { numbers, times } }) => numbers.reduce((sum, n) => sum + n * times, 0),
  old: null,
};

const counter = (value) => ({ value, thing: () => thing(0), fails: fail, failsNonNull: fail });

// mutations count from 0.
function mutations() {
  let count = 0;
  const add = ({ by }) => counter((count += by));
  const fails = () => {
    count += 100;
    fail();
  };
  return { add, addNonNull: add, fails, failsNonNull: fails, nullCounter: null, panics: panic };
}

/** The resolvers of root fields, for one operation. */
export const root = () => ({ ...queries, ...mutations() });

export const schema = buildSchema(readFileSync(new URL('../../graph/internal/exectest/schema.graphqls', import.meta.url), 'utf8'));

schema.getType('Even').parseValue = (value) => {
  if (!Number.isInteger(value) || value % 2 !== 0) throw new Error(`${value} is not even`);
  return value;
};
// A literal's value, and no variable in it.
schema.getType('Even').parseLiteral = (node) => {
  if (node.kind !== 'IntValue') throw new Error('it is no number');
  return schema.getType('Even').parseValue(Number(node.value));
};
