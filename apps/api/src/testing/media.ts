import { randomUUID } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { wav } from '@teahouse/db/town/sounds';
import {
  BufferTarget,
  EncodedPacket,
  EncodedVideoPacketSource,
  Output,
  WebMOutputFormat,
} from 'mediabunny';
import sharp from 'sharp';
import { storageOf } from './database.ts';
import { graphql, type ResultOf } from './graphql.ts';
import { uuidOf } from './ids.ts';
import type { Stage } from './stage.ts';
import { expectType, type Person } from './world.ts';

export const RequestUpload = graphql(`
  mutation RequestUpload($input: RequestUploadInput!) {
    requestUpload(input: $input) {
      __typename
      ... on RequestUploadPayload { ticket { id url method headers { name value } expiresAt } }
      ... on FileTooLargeError { limit size }
      ... on FileTypeError { allowed }
      ... on UploadLimitError { retryAt }
      ... on InvalidFieldError { field }
      ... on Error { message rule }
    }
  }
`);
export const ConfirmUpload = graphql(`
  mutation ConfirmUpload($input: ConfirmUploadInput!) {
    confirmUpload(input: $input) {
      __typename
      ... on ConfirmUploadPayload {
        media {
          __typename
          ... on Image {
            id fileName mediaType bytes width height placeholder animated
            full: url preview: previewUrl thumbnail: thumbnailUrl
          }
          ... on File { id fileName mediaType bytes full: url }
          ... on Video {
            id fileName mediaType bytes width height placeholder durationMs posterUrl full: url
          }
          ... on Voice { id mediaType bytes durationMs waveform full: url }
        }
      }
      ... on InvalidFieldError { field }
      ... on Error { message rule }
    }
  }
`);

export type Kind = 'IMAGE' | 'FILE' | 'VIDEO' | 'VOICE';
export type Ticket = Extract<
  ResultOf<typeof RequestUpload>['requestUpload'],
  { __typename: 'RequestUploadPayload' }
>['ticket'];
export type Uploaded = Extract<
  ResultOf<typeof ConfirmUpload>['confirmUpload'],
  { __typename: 'ConfirmUploadPayload' }
>['media'];

export interface Content {
  kind: Kind;
  name: string;
  mediaType: string;
  content: Uint8Array;
}

/** An address of the storage or of a file, on the server that the test talks to: PUBLIC_URL is the web client’s. */
export function at(server: string, address: string): string {
  const { pathname, search, origin } = new URL(address, server);
  return /^\/(storage|files)\//.test(pathname)
    ? server + pathname + search
    : origin + pathname + search;
}

export async function ticketFor(
  person: Person,
  { kind, name, mediaType, content }: Content,
): Promise<Ticket> {
  const input = { kind, name, mediaType, bytes: content.length };
  const { requestUpload } = await person.ask(RequestUpload, { input });
  return expectType(requestUpload, 'RequestUploadPayload').ticket;
}

/** Sends a content to where a ticket says, as every client does. */
export const put = (
  person: Person,
  ticket: Ticket,
  content: Uint8Array,
  more: Record<string, string> = {},
): Promise<Response> =>
  fetch(at(person.url, ticket.url), {
    method: ticket.method,
    headers: {
      ...Object.fromEntries(ticket.headers.map(({ name, value }) => [name, value])),
      ...more,
    },
    body: new Uint8Array(content),
  });

export interface Confirming {
  posterId?: string;
  waveform?: number[];
}

export const confirm = async (person: Person, ticketId: string, more: Confirming = {}) =>
  (await person.ask(ConfirmUpload, { input: { ticketId, ...more } })).confirmUpload;

/** Uploads something; answers whatever becomes of it. */
export async function tryUpload(person: Person, content: Content, more: Confirming = {}) {
  const ticket = await ticketFor(person, content);
  const { status } = await put(person, ticket, content.content);
  if (status !== 200) throw new Error(`The storage answered ${status}`);
  return confirm(person, ticket.id, more);
}

export const upload = async (person: Person, content: Content, more: Confirming = {}) =>
  expectType(await tryUpload(person, content, more), 'ConfirmUploadPayload').media;

/** Asks for a file and follows to where it is. */
export async function download(
  person: Pick<Person, 'url' | 'token'>,
  address: string,
  headers: Record<string, string> = {},
): Promise<Response> {
  const lead = await fetch(at(person.url, address), {
    redirect: 'manual',
    headers: { authorization: `Bearer ${person.token}` },
  });
  const location = lead.headers.get('location');
  return location ? fetch(at(person.url, location), { headers }) : lead;
}

export const statusOf = async (person: Pick<Person, 'url' | 'token'>, address: string) =>
  (await download(person, address)).status;

/** A picture with something in it. */
export const picture = (width = 640, height = 480) =>
  sharp({ create: { width, height, channels: 3, background: '#7a9e7e' } }).composite([
    {
      input: {
        create: {
          width: Math.ceil(width / 3),
          height: Math.ceil(height / 3),
          channels: 3 as const,
          background: '#b5512f',
        },
      },
      left: 0,
      top: 0,
    },
  ]);

export const jpeg = async (): Promise<Content> => ({
  ...{ kind: 'IMAGE', name: 'teapot.jpg', mediaType: 'image/jpeg' },
  content: await picture().jpeg().toBuffer(),
});

export const note = (text = 'Oolong, 3 minutes at 90 °C'): Content => ({
  ...{ kind: 'FILE', name: 'recipe.txt', mediaType: 'text/plain' },
  content: Buffer.from(text),
});

/** Silence, as a recorder writes it that compresses nothing. */
export const recording = (seconds = 2): Content => ({
  ...{ kind: 'VOICE', name: 'voice.wav', mediaType: 'audio/wav' },
  content: wav(new Float32Array(Math.round(seconds * 8_000)), 8_000),
});

/** Two seconds of a film. Its frames hold nothing that could be shown; its container is as a recorder writes it. */
export async function film(): Promise<Content> {
  const target = new BufferTarget();
  const output = new Output({ format: new WebMOutputFormat(), target });
  const source = new EncodedVideoPacketSource('vp8');
  output.addVideoTrack(source, { frameRate: 10 });
  await output.start();
  const decoderConfig = { codec: 'vp8', codedWidth: 320, codedHeight: 180 };
  for (let index = 0; index < 20; index++) {
    const type = index === 0 ? 'key' : 'delta';
    const packet = new EncodedPacket(new Uint8Array(64).fill(index), type, index / 10, 0.1);
    await source.add(packet, index === 0 ? { decoderConfig } : undefined);
  }
  await output.finalize();
  const content = Buffer.from(target.buffer ?? new ArrayBuffer(0));
  return { kind: 'VIDEO', name: 'pouring.webm', mediaType: 'video/webm', content };
}

export const SendFile = graphql(`
  mutation SendFile($input: SendFileInput!) {
    sendFile(input: $input) {
      __typename
      ... on SendFilePayload { sent { id seq clientId } }
      ... on Error { message rule }
    }
  }
`);

/** Sends something that was uploaded; answers the message. */
export async function sendFile(
  person: Person,
  conversationId: string,
  fileId: string,
  more: { clientId?: string; replyToId?: string } = {},
) {
  const input = { conversationId, fileId, clientId: randomUUID(), ...more };
  const { sendFile: answer } = await person.ask(SendFile, { input });
  return expectType(answer, 'SendFilePayload').sent;
}

/** One of everything that can be uploaded. */
export async function sendEveryKind(person: Person, conversationId: string): Promise<void> {
  const { id: posterId } = await upload(person, await jpeg());
  const waveform = [0, 100];
  for (const content of [await jpeg(), note(), await film(), recording()]) {
    const { id } = await upload(person, content, { posterId, waveform });
    await sendFile(person, conversationId, id);
  }
}

/** Makes time pass over a file. */
export async function age({ backend }: Stage, globalId: string, hours: number): Promise<void> {
  await backend.pool.query(
    `UPDATE stored_file SET created_at = created_at - $2 * interval '1 hour',
       expires_at = expires_at - $2 * interval '1 hour', used_at = used_at - $2 * interval '1 hour' WHERE id = $1`,
    [uuidOf(globalId), hours],
  );
}

/** The objects that are in the folder of a stage, by their keys. */
export async function objectsOf({ databaseUrl }: Stage): Promise<string[]> {
  const folder = storageOf(databaseUrl);
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .sort();
}

export const square = async (edge = 480): Promise<Content> => ({
  ...{ kind: 'IMAGE', name: 'face.jpg', mediaType: 'image/jpeg' },
  content: await picture(edge, edge).jpeg().toBuffer(),
});

/** The id of a picture that somebody has uploaded, fit to stand for somebody. */
export const squareOf = async (person: Person): Promise<string> =>
  (await upload(person, await square())).id;
