import { randomBytes, randomUUID } from 'node:crypto';
import {
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputType,
  isInputObjectType,
  isNonNullType,
} from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { schema } from '../schema.ts';
import type { ask } from '../testing/client.ts';
import { graphql } from '../testing/graphql.ts';
import { uuidOf } from '../testing/ids.ts';
import { administratorOf, appoint, dismiss, setUp } from '../testing/organisation.ts';
import { type Stage, startStage } from '../testing/stage.ts';
import { expectType, type Person, World } from '../testing/world.ts';
import { appointByUsername } from './service/administrators.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await startStage();
});
afterAll(() => stage.close());

const Own = graphql(`query IsAdministrator { viewer { administrator } }`);
const All = graphql(`
  query AllAdministrators { administrators(first: 100) { edges { node { id } } } }
`);

const runs = async (person: Person) => (await person.ask(Own, {})).viewer.administrator;
const administrators = async (seenBy: Person) =>
  (await seenBy.ask(All, {})).administrators.edges.map(({ node }) => node.id);

describe('the first account', () => {
  test('is an administrator’s, and no later one is', async () => {
    const empty = await startStage();
    try {
      const people = [await empty.world.user('Mei'), await empty.world.user('Tom')];
      expect(await Promise.all(people.map(runs))).toEqual([true, false]);
      const written = await empty.backend.db.auditEntry.findMany({
        where: { action: 'AdministratorAppointed' },
      });
      expect(written.map((entry) => entry.subjectId)).toEqual([uuidOf(people[0]?.id ?? '')]);
    } finally {
      await empty.close();
    }
  });

  test('is one, however many are made in the same instant', async () => {
    for (let round = 0; round < 3; round++) {
      const empty = await startStage();
      try {
        const people = await Promise.all(
          Array.from({ length: 6 }, (_, index) => new World(empty.url).user(`P${index}`)),
        );
        const running = await Promise.all(people.map(runs));
        expect(running.filter(Boolean)).toHaveLength(1);
      } finally {
        await empty.close();
      }
    }
  });

  test('is the oldest one where there were accounts before there were administrators', async () => {
    const empty = await startStage();
    try {
      const { pool } = empty.backend;
      await pool.query('TRUNCATE administrator, installation');
      await pool.query(`
        INSERT INTO account (id, username, nickname, created_at) VALUES
          (gen_random_uuid(), 'younger', 'Y', now()),
          (gen_random_uuid(), 'oldest', 'O', now() - interval '1 day')`);
      const { readMigrations } = await import('@teahouse/db/migrate');
      const sql = readMigrations().find(({ name }) => name.endsWith('_organisation'))?.sql ?? '';
      const statements = sql.match(/INSERT INTO "(?:installation|administrator)"[^;]*;/g) ?? [];
      expect(statements).toHaveLength(2);
      for (const statement of statements) await pool.query(statement);
      const { rows } = await pool.query(
        'SELECT username FROM administrator JOIN account ON id = account_id',
      );
      expect(rows).toEqual([{ username: 'oldest' }]);
      expect(await runs(await empty.world.user('Tom'))).toBe(false);
    } finally {
      await empty.close();
    }
  });
});

describe('appointing and dismissing', () => {
  test('takes effect at once, on every device, and everybody concerned is told', async () => {
    const [ada, ben] = [await administratorOf(stage), await administratorOf(stage, 'Ben')];
    const [tom, eve] = await Promise.all([stage.world.user('Tom'), stage.world.user('Eve')]);
    const phone = await tom.onAnotherDevice();
    const streams = [ben, phone, eve].map((person) => person.follow());
    const [atBen, atTom, atEve] = streams as [
      (typeof streams)[0],
      (typeof streams)[0],
      (typeof streams)[0],
    ];
    await Promise.all(streams.map((stream) => stream.live()));

    expect(await appoint(ada, tom)).toMatchObject({ user: { id: tom.id } });
    expect(await runs(phone)).toBe(true);
    expect(await administrators(tom)).toEqual(expect.arrayContaining([ada.id, ben.id, tom.id]));
    await atTom.until(() => atTom.of('AdministratorAppointed').length > 0);
    await atBen.until(() => atBen.of('AdministratorAppointed').length > 0);
    expect(atTom.of('AdministratorAppointed')[0]).toMatchObject({
      user: { id: tom.id },
      viewer: { administrator: true },
    });
    expect(expectType(await setUp(phone, {}), 'UpdateInstallationPayload')).toBeTruthy();

    expect(await dismiss(ada, tom)).toMatchObject({ user: { id: tom.id } });
    // The same tokens as before.
    expect(await runs(phone)).toBe(false);
    const { errors } = await phone.attempt(All, {});
    expect(errors?.map(({ extensions }) => extensions?.code)).toEqual(['FORBIDDEN']);
    await atTom.until(() => atTom.of('AdministratorDismissed').length > 0);
    await atBen.until(() => atBen.of('AdministratorDismissed').length > 0);
    expect(atTom.of('AdministratorDismissed')[0]).toMatchObject({
      user: { id: tom.id },
      viewer: { administrator: false },
    });
    expect(atEve.events.map(({ __typename }) => __typename)).toEqual(['CaughtUp']);
    for (const stream of streams) stream.close();
  });

  test('done twice changes nothing, and is written down once', async () => {
    const ada = await administratorOf(stage);
    const tom = await stage.world.user('Tom');
    for (const act of [appoint, appoint, dismiss, dismiss])
      expect(await act(ada, tom)).toMatchObject({ user: { id: tom.id } });
    const entries = await stage.backend.db.auditEntry.findMany({
      where: { subjectId: uuidOf(tom.id) },
      orderBy: { id: 'asc' },
    });
    expect(entries.map(({ action, actorId }) => [action, actorId])).toEqual([
      ['AdministratorAppointed', uuidOf(ada.id)],
      ['AdministratorDismissed', uuidOf(ada.id)],
    ]);
  });

  test('leaves one who runs the installation, also when two dismiss each other, or themselves', async () => {
    const alone = await startStage();
    try {
      const ada = await alone.world.user('Ada');
      expect(await dismiss(ada, ada)).toEqual({
        __typename: 'LastAdministratorError',
        rule: 'LAST_ADMINISTRATOR',
      });
      const ben = await alone.world.user('Ben');
      const both = [ada, ben];
      for (let round = 0; round < 16; round++) {
        for (const { account } of both) await appointByUsername(alone.backend, account.username);
        const [first, second] = round % 2 === 0 ? [ben, ada] : [ada, ben];
        await Promise.all([
          ada.attempt(Dismissing, { input: { userId: first.id } }),
          ben.attempt(Dismissing, { input: { userId: second.id } }),
        ]);
        expect((await Promise.all(both.map(runs))).filter(Boolean)).toHaveLength(1);
      }
    } finally {
      await alone.close();
    }
  });

  test('by whoever has the machine needs no administrator', async () => {
    const tom = await stage.world.user('Tom');
    await appointByUsername(stage.backend, tom.account.username.toUpperCase());
    expect(await runs(tom)).toBe(true);
    await expect(appointByUsername(stage.backend, 'nobody_at_all')).rejects.toThrow(
      'no such person',
    );
  });

  test('is for people: anything else is nobody', async () => {
    const ada = await administratorOf(stage);
    const ids = ['', 'x', ada.id.slice(1), Buffer.from(`User:${randomUUID()}`).toString('base64')];
    for (const id of [...ids, Buffer.from(`Session:${uuidOf(ada.id)}`).toString('base64')])
      for (const act of [appoint, dismiss])
        expect(await act(ada, { id })).toEqual({ __typename: 'NotFoundError', rule: 'NOT_FOUND' });
  });
});

const Dismissing = graphql(`
  mutation DismissInParallel($input: DismissAdministratorInput!) {
    dismissAdministrator(input: $input) { __typename }
  }
`);

/** The fields of a root that only administrators may ask for, by what the schema says of them. */
function administratorsOnly(root: 'Query' | 'Mutation'): GraphQLField<unknown, unknown>[] {
  const type = root === 'Query' ? schema.getQueryType() : schema.getMutationType();
  return Object.values(type?.getFields() ?? {}).filter((field) => {
    const options = field.extensions.pothosOptions as { authScopes?: object } | undefined;
    return options?.authScopes && 'administrator' in options.authScopes;
  });
}

/** Something for a value: of an input, something in every field that it must have. */
function something(type: GraphQLInputType): unknown {
  const named = isNonNullType(type) ? type.ofType : type;
  if (!isInputObjectType(named)) return String(named).startsWith('[') ? ['x'] : 'x';
  const fields = Object.values(named.getFields()).filter((field) => isNonNullType(field.type));
  return Object.fromEntries(fields.map((field) => [field.name, something(field.type)]));
}

/** An operation that asks for the field, with something for every argument that it must have. */
function operation(root: 'Query' | 'Mutation', { name, args }: GraphQLField<unknown, unknown>) {
  const needed = args.filter(({ type }) => isNonNullType(type));
  const list = (each: (arg: GraphQLArgument) => string) =>
    needed.length > 0 ? `(${needed.map(each).join(', ')})` : '';
  const declared = list((arg) => `$${arg.name}: ${arg.type}`);
  const given = list((arg) => `${arg.name}: $${arg.name}`);
  return {
    query: `${root.toLowerCase()}${declared} { ${name}${given} { __typename } }`,
    variables: Object.fromEntries(needed.map((arg) => [arg.name, something(arg.type)])),
  };
}

describe('what only administrators may do', () => {
  const fields = (['Query', 'Mutation'] as const).flatMap((root) =>
    administratorsOnly(root).map((field) => ({ root, field })),
  );

  test('is more than a little', () => expect(fields.length).toBeGreaterThanOrEqual(11));

  for (const { root, field } of fields)
    test(`${field.name} is refused to others and to strangers, and allowed to them`, async () => {
      const ada = await administratorOf(stage);
      const dismissed = await administratorOf(stage, 'Old');
      await dismiss(ada, dismissed);
      const tom = await stage.world.user(`Tom${randomBytes(2).toString('hex')}`);
      const codes = async (token: string | null) => {
        const response = await fetch(`${stage.url}/graphql`, {
          method: 'POST',
          headers: {
            'content-type': 'application/json',
            ...(token && { authorization: `Bearer ${token}` }),
          },
          body: JSON.stringify(operation(root, field)),
        });
        const { errors = [] } = (await response.json()) as Awaited<ReturnType<typeof ask>>;
        return errors.map(({ extensions }) => extensions?.code);
      };
      expect(await codes(null)).toEqual(['UNAUTHENTICATED']);
      expect(await codes(tom.token)).toEqual(['FORBIDDEN']);
      expect(await codes(dismissed.token)).toEqual(['FORBIDDEN']);
      expect(await codes(ada.token)).toEqual([]);
    });
});
