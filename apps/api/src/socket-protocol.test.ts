import { expect, test } from 'vitest';
import {
  act,
  complete,
  fed,
  INIT,
  PING,
  push,
  same,
  say,
  subscribe,
  type Turn,
  unlatch,
} from './testing/protocol-talk.ts';

const greetings: [string, string, Turn[]][] = [
  ['nothing', '1000', []],
  ['no payload', '1000', [say(INIT)]],
  ['a payload', '1000', [say({ ...INIT, payload: { name: 'Mei', deep: [{ very: true }] } })]],
  ['an empty payload', '1000', [say({ ...INIT, payload: {} })]],
  ['a payload that is null', '1000', [say({ ...INIT, payload: null })]],
  ['more than is known', '1000', [say({ ...INIT, id: 7, tea: 'green', payload: { a: 1 } })]],
  ['it twice', '4429', [say(INIT), say(INIT)]],
  ['it twice at once', '4429', [say(INIT, INIT)]],
  [
    'it twice while the first waits',
    '4429',
    [say({ ...INIT, payload: { latch: 'door' } }), say(INIT), unlatch('door')],
  ],
  ['it to be refused', '4403', [say({ ...INIT, payload: { refused: true } })]],
  [
    'it to be refused, and goes on',
    '4403',
    [say({ ...INIT, payload: { refused: true } }), say(subscribe('a', '{ word }'))],
  ],
  ['it where a code of its own is given', '4401', [say({ ...INIT, payload: { closes: true } })]],
  ['it where looking fails', '4500', [say({ ...INIT, payload: { fails: true } })]],
  [
    'it, waits, and leaves',
    '1000',
    [
      say({ ...INIT, payload: { latch: 'door' } }),
      say((client) => client.close(1000)),
      unlatch('door'),
    ],
  ],
  ['an operation before', '4401', [say(subscribe('a', '{ word }')), say(INIT)]],
  [
    'an operation too early',
    '4401',
    [
      say({ ...INIT, payload: { latch: 'door' } }),
      say(PING),
      say(subscribe('a', '{ word }')),
      unlatch('door'),
    ],
  ],
  ['an operation at once', '4401', [say(INIT, subscribe('a', '{ word }'))]],
  ['an end of what has not begun', '1000', [say(complete('a')), say(INIT)]],
];

test.each(greetings)('somebody who greets with %s', async (_name, code, turns) => {
  expect((await same(turns)).closing).toMatch(new RegExp(`^${code} `));
});

const COUNT = 'subscription { count(to: 3) }';
const operations: [string, Turn[]][] = [
  ['a query', [say(subscribe('a', '{ word }'))]],
  ['a query with an error in it', [say(subscribe('a', '{ word broken missing }'))]],
  ['a query that has no data', [say(subscribe('a', '{ word empty }'))]],
  ['a mutation', [say(subscribe('a', 'mutation { remember(word: "tea") }'))]],
  [
    'variables',
    [
      say(
        subscribe('a', 'mutation ($w: String!) { remember(word: $w) }', { variables: { w: '茶' } }),
      ),
      say(subscribe('b', 'mutation ($w: String!) { remember(word: $w) }', { variables: { w: 7 } })),
      say(subscribe('c', 'mutation ($w: String!) { remember(word: $w) }', { variables: null })),
    ],
  ],
  [
    'names of operations',
    ['A', 'B', 'C', '', null].map((operationName, at) =>
      say(subscribe(`${at}`, 'query A { word } query B { missing }', { operationName })),
    ),
  ],
  [
    'what cannot be parsed or is not valid',
    [
      say(subscribe('a', '{')),
      say(subscribe('b', '')),
      say(subscribe('c', '{ nothing none }')),
      say(subscribe('d', 'fragment A on Query { word }')),
    ],
  ],
  ['a subscription', [say(subscribe('a', COUNT))]],
  ['a subscription without values', [say(subscribe('a', 'subscription { count(to: 0) }'))]],
  ['a subscription with an alias', [say(subscribe('a', 'subscription { n: count(to: 2) }'))]],
  ['a subscription that is refused', [say(subscribe('a', 'subscription { refused }'))]],
  ...['error', 'word', 'graphql'].map((how): [string, Turn[]] => [
    `a subscription that throws (${how})`,
    [
      say(subscribe('a', `subscription { breaks(after: 2, how: "${how}") }`)),
      say(subscribe('a', COUNT)),
    ],
  ]),
  [
    'a subscription to what cannot be said',
    [say(subscribe('a', 'subscription { unsayable }')), say(PING)],
  ],
  [
    'an id again, as what it named is over',
    [
      say(subscribe('a', '{ word }')),
      say(subscribe('a', COUNT)),
      say(subscribe('a', '{')),
      say(subscribe('a', '{ word }')),
    ],
  ],
  [
    'an id again, as the client has completed',
    [
      say(fed('a', 'one')),
      push('one', 1),
      say(complete('a')),
      say(fed('a', 'two')),
      push('one', 2),
      push('two', 3),
      say(complete('a')),
      say(subscribe('a', COUNT)),
    ],
  ],
  [
    'the end of what was never begun, or is over',
    [
      say(complete('a')),
      say(subscribe('a', '{ word }')),
      say(complete('a')),
      say(complete('b'), complete('b')),
    ],
  ],
  [
    'a stream until the server ends it',
    [
      say(fed('a', 'one')),
      push('one', 1),
      act((backstage) => backstage.feed('one')?.finish()),
      say(complete('a')),
      say(fed('a', 'two')),
      push('two', 2),
    ],
  ],
  [
    'a stream until it breaks',
    [
      say(fed('a', 'one')),
      push('one', 1),
      act((backstage) => backstage.feed('one')?.fail(new Error('The pipe has burst'))),
      say(complete('a')),
    ],
  ],
  [
    'a stream that the client completes',
    [
      say(fed('a', 'one'), fed('b', 'two')),
      push('one', 1),
      push('two', 2),
      say(complete('a')),
      push('one', 3),
      push('two', 4),
    ],
  ],
  [
    'what is completed at once',
    [
      say(fed('a', 'one'), complete('a')),
      push('one', 1),
      say(subscribe('b', '{ word }'), complete('b')),
      say(subscribe('c', COUNT), complete('c')),
      say(subscribe('d', '{'), complete('d')),
    ],
  ],
  [
    'what is completed while it begins',
    [
      say(fed('a', 'one', { latch: 'kitchen' })),
      say(subscribe('b', '{ word }', { extensions: { latch: 'kitchen' } })),
      say(subscribe('c', '{ nothing }', { extensions: { latch: 'kitchen' } })),
      say(complete('a'), complete('b'), complete('c')),
      unlatch('kitchen'),
      push('one', 1),
    ],
  ],
  [
    'a query that is completed while it is executed',
    [say(subscribe('a', '{ slow(latch: "leaves") }')), say(complete('a')), unlatch('leaves')],
  ],
  [
    'several at once',
    [
      say(subscribe('a', '{ slow(latch: "leaves") }'), fed('b', 'one')),
      say(subscribe('c', COUNT)),
      push('one', 1),
      say(
        subscribe('d', 'subscription { count(to: 20) }'),
        PING,
        subscribe('e', '{ word }'),
        subscribe('f', COUNT),
      ),
      unlatch('leaves'),
      push('one', 2),
      say(complete('b')),
    ],
  ],
  [
    'a stream that answers at its own pace',
    [
      say(fed('a', 'one', { ownPace: 'one' }), fed('b', 'two', { ownPace: 'two' })),
      push('one', 1),
      push('two', 2),
      say(complete('a')),
      push('one', 3),
      push('two', 4),
      say(fed('a', 'three', { ownPace: 'three' })),
      push('three', 5),
    ],
  ],
  [
    'a stream at its own pace that is completed while it begins',
    [
      say(fed('a', 'one', { ownPace: 'one', latch: 'kitchen' })),
      say(complete('a')),
      unlatch('kitchen'),
      push('one', 1),
    ],
  ],
  [
    'odd names',
    ['__proto__', 'constructor', ' ', '\ud800', '\0', '茶🍵', 'x'.repeat(50_000)].flatMap((id) => [
      say(subscribe(id, '{ word }')),
      say(fed(id, 'one')),
      push('one', 1),
      say(complete(id)),
    ]),
  ],
];

test.each(operations)('operations: %s', async (_name, turns) => {
  const { closing, heard, told } = await same([say(INIT), ...turns]);
  expect(closing).toBe('1000 Goodbye');
  expect(heard.length + told.length).toBeGreaterThan(1);
});

const endings: [string, string, Turn[]][] = [
  [
    'a subscription without a source',
    '4500 Internal server error',
    [say(fed('b', 'one')), say(subscribe('a', 'subscription { sourceless }'))],
  ],
  [
    'an id twice',
    '4409 Subscriber for a already exists',
    [say(fed('a', 'one')), say(subscribe('a', '{ word }'))],
  ],
  [
    'an id twice at once',
    '4409 Subscriber for a already exists',
    [say(subscribe('a', '{ word }'), subscribe('a', '{ word }'))],
  ],
  [
    'an id twice while the first begins',
    '4409 Subscriber for a already exists',
    [say(fed('a', 'one', { latch: 'kitchen' })), say(fed('a', 'two')), unlatch('kitchen')],
  ],
  [
    'an id twice, of a stream at its own pace',
    '4409 Subscriber for a already exists',
    [say(fed('a', 'one', { ownPace: 'one' })), say(fed('a', 'two'))],
  ],
  [
    'an id twice that is odd',
    '4409 Subscriber for __proto__ already exists',
    [say(fed('__proto__', 'one')), say(fed('__proto__', 'two'))],
  ],
  [
    'an id twice, longer than a reason may be',
    '4500 Internal server error',
    [say(fed('x'.repeat(200), 'one')), say(fed('x'.repeat(200), 'two'))],
  ],
  [
    'an operation that fails to begin',
    '4500 Internal server error',
    [say(fed('b', 'one')), say(subscribe('a', '{ word }', { extensions: { fails: true } }))],
  ],
  [
    'an operation that is refused without a fault',
    '4500 Internal server error',
    [say(subscribe('a', '{ word }', { extensions: { faultless: true } }))],
  ],
  [
    'an answer that cannot be said',
    '4500 Internal server error',
    [say(fed('b', 'one')), say(subscribe('a', '{ unsayable }'))],
  ],
  [
    'a greeting in the midst',
    '4429 Too many initialisation requests',
    [say(fed('a', 'one'), fed('b', 'two', { ownPace: 'two' })), push('two', 1), say(INIT)],
  ],
  [
    'nonsense in the midst',
    '4400 Invalid message received',
    [say(subscribe('b', COUNT), fed('a', 'one'), '{')],
  ],
  [
    'the client’s leaving',
    '1000 ',
    [
      say(
        fed('a', 'one'),
        fed('b', 'two', { ownPace: 'two' }),
        subscribe('c', '{ slow(latch: "leaves") }'),
      ),
      say(
        fed('d', 'three', { latch: 'kitchen' }),
        fed('e', 'four', { latch: 'kitchen', ownPace: 'four' }),
      ),
      say((client) => client.close(1000)),
      push('one', 1),
      unlatch('leaves'),
      unlatch('kitchen'),
      push('four', 1),
    ],
  ],
  [
    'the client’s leaving with a reason',
    '4999 Tea time',
    [say(fed('a', 'one')), say((client) => client.close(4999, 'Tea time'))],
  ],
  [
    'the client’s vanishing',
    '1006 ',
    [
      say(fed('a', 'one'), subscribe('b', 'subscription { held(name: "two") }')),
      say((client) => client.terminate()),
      push('one', 1),
      unlatch('two 1'),
    ],
  ],
];

test.each(endings)('everything is stopped by %s', async (_name, closing, turns) => {
  const theirs = await same([say(INIT), ...turns]);
  expect(theirs.closing).toBe(closing);
  const names = (verb: string) =>
    theirs.told.flatMap((told) => told.match(`^${verb} (.*)`)?.[1] ?? []);
  expect(names('stopped').sort()).toEqual(names('started').sort());
});
