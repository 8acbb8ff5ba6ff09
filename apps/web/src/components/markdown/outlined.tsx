'use client';

import { useMemo } from 'react';
import { CodeFrame } from './code-frame';
import { outline, type Piece } from './outline';
import * as styles from './styles';

/** The rough form of a message, while what reads Markdown is on its way: plain words in blocks of about the final size. */
export function OutlinedMarkdown({ text }: { text: string }) {
  const pieces = useMemo(() => outline(text), [text]);
  return pieces.map((piece, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one text never change places.
    <OutlinedPiece key={index} piece={piece} />
  ));
}

function OutlinedPiece({ piece }: { piece: Piece }) {
  switch (piece.kind) {
    case 'code': {
      const code = piece.code.replace(/\n$/u, '');
      return (
        <CodeFrame label={piece.language} code={code}>
          {code}
        </CodeFrame>
      );
    }
    case 'heading':
      return (
        <p dir="auto" className={styles.headingStyle(piece.level)}>
          {piece.text}
        </p>
      );
    case 'table':
      return <OutlinedTable rows={piece.rows} />;
    case 'list':
      return (
        <ul className={styles.listStyle(false, 1)}>
          {piece.lines.map((line, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the lines of one text never change places.
            <li key={index} dir="auto" className={styles.LIST_ITEM}>
              {line}
            </li>
          ))}
        </ul>
      );
    case 'rule':
      return <hr className={styles.RULE} />;
    case 'quote':
      return (
        <p dir="auto" className={`whitespace-pre-wrap ${styles.QUOTE}`}>
          {piece.lines.join('\n')}
        </p>
      );
    case 'text':
      return (
        <p dir="auto" className="whitespace-pre-wrap">
          {piece.lines.join('\n')}
        </p>
      );
  }
}

function OutlinedTable({ rows: [head = [], ...rows] }: { rows: string[][] }) {
  return (
    <div className={styles.TABLE_FRAME}>
      <table className={styles.TABLE}>
        <thead>
          <Row cells={head} className={styles.HEAD_CELL} />
        </thead>
        <tbody>
          {rows.map((cells, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the rows of one text never change places.
            <Row key={index} cells={cells} className={styles.CELL} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Row({ cells, className }: { cells: readonly string[]; className: string }) {
  return (
    <tr className={styles.TABLE_ROW}>
      {cells.map((cell, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the cells of one text never change places.
        <td key={index} dir="auto" className={className}>
          {cell}
        </td>
      ))}
    </tr>
  );
}
