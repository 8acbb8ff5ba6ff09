import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runTranscriptions } from '../media/transcription.ts';
import { uuidOf } from '../testing/ids.ts';
import { forwarded } from '../testing/keeping.ts';
import { onMessage } from '../testing/messages.ts';
import { Speech, SpeechServer } from '../testing/speech.ts';
import { type Stage, startStage, startStageOn } from '../testing/stage.ts';
import {
  hear,
  isFound,
  sendVoice,
  tone,
  transcribe,
  transcribesVoice,
  voiceOf,
} from '../testing/voices.ts';
import type { Person } from '../testing/world.ts';
import { startWorker } from '../worker.ts';
import { tellTranscribed } from './service/voice.ts';

let speech: Speech;
let greenTea: Buffer;
let stage: Stage;
beforeAll(async () => {
  speech = await Speech.prepare();
  greenTea = await speech.say('green tea');
  stage = await startStage({ SPEECH_COMMAND: speech.command, TRANSCRIPTIONS_PER_HOUR: '1000' });
});
afterAll(async () => {
  await stage.close();
  await speech.close();
});

const run = (at: Stage = stage) => runTranscriptions(at.backend, tellTranscribed);
/** Lets time pass for every recording: what lay in the future is due. */
const pass = (column: 'next_attempt_at' | 'claimed_until', at: Stage = stage) =>
  at.backend.pool.query(
    `UPDATE voice_transcript SET ${column} = now() - interval '1 second' WHERE ${column} IS NOT NULL`,
  );
const textOf = async (person: Person, id: string) => {
  const voice = await voiceOf(person, id);
  return 'transcription' in voice ? voice.transcription : null;
};

describe('heard', () => {
  test('is said of one’s own, of what is no voice, and of a voice once it has been played', async () => {
    const { one: mei, other: tom, chat } = await stage.world.friends('Mei', 'Tom');
    const { id } = await sendVoice(mei, chat);
    const { id: words } = await mei.send(chat, 'tea?');
    expect((await voiceOf(mei, id)).heard).toBe(true);
    expect((await voiceOf(tom, words)).heard).toBe(true);
    expect((await voiceOf(tom, id)).heard).toBe(false);
    expect(await hear(tom, id)).toEqual({
      __typename: 'MarkVoiceHeardPayload',
      heardVoice: { id, heard: true },
    });
    expect((await voiceOf(tom, id)).heard).toBe(true);
  });

  test('is told to the person’s other devices, once, and to nobody else', async () => {
    const { one: mei, other: tom, chat } = await stage.world.friends('Mei', 'Tom');
    const { id } = await sendVoice(mei, chat);
    const [atMeis, elsewhere] = [await mei.follow().live(), await tom.follow().live()];
    await Promise.all([hear(tom, id), hear(tom, id)]);
    await hear(mei, id);
    expect((await elsewhere.first('VoiceHeard')).heardVoice).toEqual({ id, heard: true });
    await mei.send(chat, 'the end');
    for (const following of [atMeis, elsewhere])
      await following.until(() => following.texts(chat).includes('the end'));
    expect(elsewhere.of('VoiceHeard')).toHaveLength(1);
    expect(atMeis.of('VoiceHeard')).toEqual([]);
    for (const following of [atMeis, elsewhere]) following.close();
  });

  test('is kept of voices alone, and by those who see them', async () => {
    const { one: mei, other: tom, chat } = await stage.world.friends('Mei', 'Tom');
    const eve = await stage.world.user('Eve');
    const { id } = await sendVoice(mei, chat);
    expect(await hear(eve, id)).toMatchObject({ rule: 'NOT_FOUND' });
    expect(await hear(tom, (await mei.send(chat, 'tea?')).id)).toMatchObject({
      rule: 'INVALID_FIELD',
    });
    await onMessage(mei, id).recall();
    expect(await hear(tom, id)).toMatchObject({ rule: 'MESSAGE_GONE' });
  });
});

describe('a voice that is turned into text', () => {
  test('is read by everybody who sees it, and found by its words', async () => {
    const { one: mei, other: tom, chat } = await stage.world.friends('Mei', 'Tom');
    const { id } = await sendVoice(mei, chat, greenTea);
    expect(await textOf(tom, id)).toBeNull();
    const [atMeis, atToms] = [await mei.follow().live(), await tom.follow().live()];
    expect(await transcribe(tom, id)).toMatchObject({
      transcribed: { id, content: { voice: { transcription: { state: 'PENDING', text: null } } } },
    });
    const stop = startWorker(stage.backend);
    const ready = { state: 'READY', text: 'green tea', failure: null };
    for (const following of [atMeis, atToms]) {
      const { message } = await following.first('VoiceTranscribed', ({ message: { content } }) =>
        JSON.stringify(content).includes('READY'),
      );
      expect(message).toMatchObject({ id, content: { voice: { transcription: ready } } });
      following.close();
    }
    await stop();
    expect(await textOf(mei, id)).toEqual(ready);
    expect(await isFound(mei, id, 'green tea')).toBe(true);
  });

  test('is turned once, however many ask, and wherever it was forwarded to', async () => {
    const asked: string[] = [];
    const server = await SpeechServer.start(async ({ file }) => {
      asked.push(file.name);
      return Response.json({ text: 'Oolong' });
    });
    const at = await startStage({ SPEECH_URL: server.url });
    const { one: mei, other: tom, chat } = await at.world.friends('Mei', 'Tom');
    const { id } = await sendVoice(mei, chat);
    const self = await mei.open(mei);
    const [copy] = await forwarded(mei, { conversationId: self, messageIds: [id] });
    await Promise.all([transcribe(mei, id), transcribe(tom, id), transcribe(mei, copy!.id)]);
    await Promise.all([run(at), run(at)]);
    expect(asked).toEqual(['voice.wav']);
    await transcribe(tom, id);
    expect(await run(at)).toEqual([]);
    for (const of of [id, copy!.id])
      expect(await textOf(mei, of)).toMatchObject({ text: 'Oolong' });
    expect(await isFound(mei, copy!.id, 'oolong')).toBe(true);
    expect(asked).toHaveLength(1);
    await at.close();
    await server.close();
  });

  test.each(['forwarded first', 'understood first'])(
    'is found by its words where it was forwarded to meanwhile: %s',
    async (order) => {
      const { one: mei, chat } = await stage.world.friends('Mei', 'Tom');
      const { id } = await sendVoice(mei, chat, greenTea);
      const self = await mei.open(mei);
      await transcribe(mei, id);
      // Both come as far as the file, one after the other, and go on from there at once.
      const { pool } = stage.backend;
      const { id: fileId } = await voiceOf(mei, id);
      const holding = await pool.connect();
      await holding.query('BEGIN');
      await holding.query('SELECT FROM stored_file WHERE id = $1 FOR UPDATE', [
        uuidOf(String(fileId)),
      ]);
      const waiting = async (count: number) => {
        const asked = `SELECT count(*)::int AS count FROM pg_stat_activity
        WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '%stored_file%'`;
        await expect
          .poll(async () => (await pool.query(asked)).rows[0].count, { timeout: 10_000 })
          .toBe(count);
      };
      const forward = () => forwarded(mei, { conversationId: self, messageIds: [id] });
      const steps: (() => Promise<unknown>)[] = [forward, () => run()];
      if (order === 'understood first') steps.reverse();
      const done: Promise<unknown>[] = [];
      for (const step of steps) {
        done.push(step());
        await waiting(done.length);
      }
      await holding.query('COMMIT');
      holding.release();
      const [first, second] = await Promise.all(done);
      const [copy] = (order === 'forwarded first' ? first : second) as { id: string }[];
      expect(await isFound(mei, copy?.id ?? '', 'green tea')).toBe(true);
      expect(await isFound(mei, id, 'green tea')).toBe(true);
    },
  );

  test('that was recalled meanwhile is told to nobody, and its words are found nowhere', async () => {
    const { one: mei, other: tom, chat } = await stage.world.friends('Mei', 'Tom');
    const { id } = await sendVoice(mei, chat, greenTea);
    await transcribe(tom, id);
    const atToms = await tom.follow().live();
    await onMessage(mei, id).recall();
    expect(await run()).toHaveLength(1);
    await mei.send(chat, 'the end');
    await atToms.until(() => atToms.texts(chat).includes('the end'));
    expect(atToms.of('VoiceTranscribed')).toEqual([]);
    atToms.close();
    const { rows } = await stage.backend.pool.query(
      'SELECT text FROM message WHERE conversation_id = (SELECT conversation_id FROM message ORDER BY created_at DESC LIMIT 1)',
    );
    expect(rows.map(({ text }) => text)).not.toContain('green tea');
    expect(await transcribe(tom, id)).toMatchObject({ rule: 'MESSAGE_GONE' });
  });

  test('and says nothing fails, and can be asked for again', async () => {
    const { one: mei, chat } = await stage.world.friends('Mei', 'Tom');
    const { id } = await sendVoice(mei, chat, await speech.silence());
    await transcribe(mei, id);
    expect(await run()).toHaveLength(1);
    expect(await textOf(mei, id)).toEqual({ state: 'FAILED', text: null, failure: 'SILENT' });
    await transcribe(mei, id);
    expect(await textOf(mei, id)).toMatchObject({ state: 'PENDING', failure: null });
    expect(await run()).toHaveLength(1);
  });

  test('is for those who see it, and only voices are', async () => {
    const { one: mei, other: tom, chat } = await stage.world.friends('Mei', 'Tom');
    const eve = await stage.world.user('Eve');
    const { id } = await sendVoice(mei, chat);
    expect(await transcribe(eve, id)).toMatchObject({ rule: 'NOT_FOUND' });
    expect(await transcribe(tom, (await mei.send(chat, 'tea?')).id)).toMatchObject({
      rule: 'INVALID_FIELD',
    });
  });
});

describe('an engine', () => {
  test('that fails is asked three times, later each time, and then no more', async () => {
    const server = await SpeechServer.start(async () => new Response(null, { status: 503 }));
    const at = await startStage({ SPEECH_URL: server.url });
    const { one: mei, chat } = await at.world.friends('Mei', 'Tom');
    const { id } = await sendVoice(mei, chat);
    await transcribe(mei, id);
    for (const [attempt, wait] of [10, 60].entries()) {
      expect(await run(at)).toEqual([]);
      expect(await run(at)).toEqual([]);
      expect(server.asked).toHaveLength(attempt + 1);
      const { rows } = await at.backend.pool.query<{ seconds: number }>(
        'SELECT extract(epoch FROM next_attempt_at - now())::float8 AS seconds FROM voice_transcript',
      );
      expect(Math.abs((rows[0]?.seconds ?? 0) - wait)).toBeLessThan(5);
      expect(await textOf(mei, id)).toMatchObject({ state: 'PENDING' });
      await pass('next_attempt_at', at);
    }
    expect(await run(at)).toHaveLength(1);
    expect(await textOf(mei, id)).toEqual({ state: 'FAILED', text: null, failure: 'ENGINE' });
    expect(server.asked).toHaveLength(3);
    await at.close();
    await server.close();
  });

  test('is asked again by another process when one has died over it, and not for ever', async () => {
    const { one: mei, other: tom, chat } = await stage.world.friends('Mei', 'Tom');
    const { id } = await sendVoice(mei, chat, greenTea);
    await transcribe(mei, id);
    const die = () =>
      stage.backend.pool.query(
        `UPDATE voice_transcript SET attempts = attempts + 1, claimed_until = now() - interval '1 second'
         WHERE state = 'PENDING'`,
      );
    await die();
    expect(await run()).toHaveLength(1);
    expect(await textOf(tom, id)).toMatchObject({ text: 'green tea' });

    const { id: deadly } = await sendVoice(mei, chat, greenTea);
    await transcribe(mei, deadly);
    const atToms = await tom.follow().live();
    for (let time = 0; time < 3; time++) await die();
    expect(await run()).toEqual([]);
    expect((await atToms.first('VoiceTranscribed')).message).toMatchObject({
      content: { voice: { transcription: { state: 'FAILED', failure: 'ENGINE' } } },
    });
    atToms.close();
  });

  test('has no more than so many recordings at a time, of all processes together', async () => {
    let [now, most] = [0, 0];
    const server = await SpeechServer.start(async () => {
      most = Math.max(most, ++now);
      await new Promise((resolve) => setTimeout(resolve, 300));
      now -= 1;
      return Response.json({ text: 'Tea' });
    });
    const settings = { SPEECH_URL: server.url, SPEECH_PARALLEL: '2' };
    const at = await startStage(settings);
    const other = await startStageOn(at.databaseUrl, settings);
    const { one: mei, chat } = await at.world.friends('Mei', 'Tom');
    for (let count = 0; count < 5; count++)
      await transcribe(mei, (await sendVoice(mei, chat, tone(0.5 + count / 10))).id);
    const rounds = await Promise.all([run(at), run(other), run(at), run(other)]);
    expect(rounds.flat()).toHaveLength(2);
    await run(at);
    await run(other);
    expect(server.asked).toHaveLength(5);
    expect(most).toBe(2);
    await other.close();
    await at.close();
    await server.close();
  });

  test('that nobody has set up is not offered, and refuses', async () => {
    const at = await startStage();
    const { one: mei, chat } = await at.world.friends('Mei', 'Tom');
    expect(await transcribesVoice(mei)).toBe(false);
    const { id } = await sendVoice(mei, chat);
    expect(await transcribe(mei, id)).toMatchObject({ rule: 'TRANSCRIPTION_UNAVAILABLE' });
    await at.close();
    const here = await stage.world.user('Mei');
    expect(await transcribesVoice(here)).toBe(true);
  });

  test('is there for everybody: one person has so many voices turned in an hour', async () => {
    const at = await startStage({
      ...{ SPEECH_COMMAND: speech.command, TRANSCRIPTIONS_PER_HOUR: '1' },
    });
    const { one: mei, other: tom, chat } = await at.world.friends('Mei', 'Tom');
    const [first, second] = [await sendVoice(mei, chat), await sendVoice(mei, chat, tone(2))];
    await transcribe(mei, first.id);
    expect(await transcribe(mei, first.id)).toMatchObject({ __typename: 'TranscribeVoicePayload' });
    expect(await transcribe(mei, second.id)).toMatchObject({
      ...{ __typename: 'TranscriptionLimitError', rule: 'TRANSCRIPTIONS_PER_HOUR' },
      retryAt: expect.any(String),
    });
    expect(await transcribe(tom, second.id)).toMatchObject({
      __typename: 'TranscribeVoicePayload',
    });
    await at.close();
  });
});
