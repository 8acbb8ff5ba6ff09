import { createServer } from 'node:http';
import pg from 'pg';
import { PAGES } from './pages.ts';

/** Answers what one statement finds, as JSON, to anybody: `{ page, values }` posted to any path. */
const [, , port, connectionString] = process.argv;
const pool = new pg.Pool({ connectionString, max: 16 });

createServer(async (request, response) => {
  if (request.method !== 'POST') return response.end('ok');
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const { page, values } = JSON.parse(Buffer.concat(chunks).toString());
  const { rows } = await pool.query({ name: page, text: PAGES[page]?.sql ?? '', values });
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify({ data: rows }));
}).listen(Number(port), '127.0.0.1');
