'use client';

import { Image as ImageIcon, Square, SquareCheck } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { createElement, Fragment, type ReactNode, useMemo } from 'react';
import { cn } from '@/components/ui/cn';
import { CodeBlock } from './code-block';
import { safeHref } from './links';
import { type MarkdownNode, parseMarkdown } from './parse';
import * as styles from './styles';
import { useScrollable } from './use-scrollable';

/**
 * Markdown as elements, each made here by name: what the parser might call anything else becomes text, and no attribute
 * but those below ever comes from a message.
 */
export function RenderedMarkdown({ text }: { text: string }) {
  const nodes = useMemo(() => parseMarkdown(text), [text]);
  if (!nodes) return <p className="whitespace-pre-wrap">{text}</p>;
  return <Blocks nodes={nodes} />;
}

type Nodes = { nodes: readonly MarkdownNode[] };

const each = (nodes: readonly MarkdownNode[], show: (node: MarkdownNode) => ReactNode) =>
  nodes.map((node, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one text never change places.
    <Fragment key={index}>{show(node)}</Fragment>
  ));

function Blocks({ nodes }: Nodes) {
  return each(nodes, (node) => <Block node={node} />);
}

function Block({ node }: { node: MarkdownNode }): ReactNode {
  const { token, children } = node;
  switch (token.type) {
    case 'paragraph_open':
      return token.hidden ? <Blocks nodes={children} /> : <Paragraph nodes={children} />;
    case 'inline':
      return <Inlines nodes={children} />;
    case 'heading_open':
      return <Heading level={Number(token.tag.slice(1))} nodes={children} />;
    case 'bullet_list_open':
    case 'ordered_list_open':
      return <List node={node} />;
    case 'blockquote_open':
      return (
        <blockquote className={styles.QUOTE}>
          <Blocks nodes={children} />
        </blockquote>
      );
    case 'fence':
    case 'code_block':
      return <CodeBlock info={token.info} code={token.content.replace(/\n$/u, '')} />;
    case 'hr':
      return <hr className={styles.RULE} />;
    case 'table_open':
      return <Table node={node} />;
    default:
      return token.content;
  }
}

function Paragraph({ nodes }: Nodes) {
  return (
    <p dir="auto">
      <Blocks nodes={nodes} />
    </p>
  );
}

/** A message is part of a page that has its own first and second level. */
function Heading({ level, nodes }: { level: number } & Nodes) {
  const props = { dir: 'auto', className: styles.headingStyle(level) };
  return createElement(`h${Math.min(level + 2, 6)}`, props, <Blocks nodes={nodes} />);
}

const LIST_START_MAX = 999_999_999;

function List({ node: { token, children } }: { node: MarkdownNode }) {
  const ordered = token.type === 'ordered_list_open';
  const start = Math.min(Number(token.attrGet('start') ?? 1), LIST_START_MAX);
  const className = styles.listStyle(ordered, ordered ? start + children.length - 1 : 1);
  const items = each(children, (item) => <ListItem node={item} />);
  if (!ordered) return <ul className={className}>{items}</ul>;
  return (
    <ol start={start} className={className}>
      {items}
    </ol>
  );
}

function ListItem({ node }: { node: MarkdownNode }) {
  const t = useTranslations('markdown');
  const task = taskOf(node);
  const Mark = task?.done ? SquareCheck : Square;
  return (
    <li dir="auto" className={cn(styles.LIST_ITEM, task && 'relative list-none')}>
      {task && (
        <span
          role="img"
          aria-label={task.done ? t('done') : t('toDo')}
          className="absolute -start-5 flex h-lh items-center"
        >
          <Mark
            aria-hidden="true"
            className={cn('size-4', task.done ? 'text-leaf' : 'text-ink-3')}
          />
        </span>
      )}
      <div className="flex min-w-0 flex-col gap-1">
        <ItemBlocks nodes={task?.children ?? node.children} />
      </div>
    </li>
  );
}

/** The bare line of a tight item is a line of its own, above the lists within the item. */
function ItemBlocks({ nodes }: Nodes) {
  return each(nodes, (node) =>
    node.token.hidden ? (
      <div>
        <Block node={node} />
      </div>
    ) : (
      <Block node={node} />
    ),
  );
}

/** GitHub's tasks: an item that begins with `[ ]` or `[x]`. Its children come back without that mark. */
function taskOf({ children }: MarkdownNode): { done: boolean; children: MarkdownNode[] } | null {
  const [paragraph, ...rest] = children;
  const inline = paragraph?.children[0];
  const text = inline?.children[0];
  const mark = /^\[([ xX])\](?:\s|$)/u.exec(text?.token.content ?? '');
  if (!paragraph || !inline || !text || text.token.type !== 'text' || !mark) return null;
  const token = Object.assign(Object.create(Object.getPrototypeOf(text.token)), text.token, {
    content: text.token.content.slice(mark[0].length),
  });
  const line = { ...inline, children: [{ ...text, token }, ...inline.children.slice(1)] };
  return { done: mark[1] !== ' ', children: [{ ...paragraph, children: [line] }, ...rest] };
}

function Table({ node }: { node: MarkdownNode }) {
  const t = useTranslations('markdown');
  const [observe, scrollable] = useScrollable();
  const region = { role: 'region', tabIndex: 0, 'aria-label': t('table') };
  const [head, body] = node.children;
  return (
    <div ref={observe} {...(scrollable && region)} className={styles.TABLE_FRAME}>
      <table className={styles.TABLE}>
        {head && (
          <thead>
            {each(head.children, (row) => (
              <TableRow node={row} head />
            ))}
          </thead>
        )}
        {body && (
          <tbody>
            {each(body.children, (row) => (
              <TableRow node={row} />
            ))}
          </tbody>
        )}
      </table>
    </div>
  );
}

function TableRow({ node, head = false }: { node: MarkdownNode; head?: boolean }) {
  return (
    <tr className={styles.TABLE_ROW}>
      {each(node.children, ({ token, children }) => {
        const align = /text-align:(center|right)/u.exec(String(token.attrGet('style')))?.[1];
        const className = cn(
          head ? styles.HEAD_CELL : styles.CELL,
          align === 'center' && 'text-center',
          align === 'right' && 'tabular text-end',
        );
        const content = <Blocks nodes={children} />;
        return head ? (
          <th scope="col" dir="auto" className={className}>
            {content}
          </th>
        ) : (
          <td dir="auto" className={className}>
            {content}
          </td>
        );
      })}
    </tr>
  );
}

/** `inLink`: a link within a link would be two places to go to at once. */
function Inlines({ nodes, inLink = false }: Nodes & { inLink?: boolean }) {
  return each(nodes, (node) => <Inline node={node} inLink={inLink} />);
}

function Inline({ node, inLink }: { node: MarkdownNode; inLink: boolean }): ReactNode {
  const { token, children } = node;
  const content = <Inlines nodes={children} inLink={inLink} />;
  switch (token.type) {
    case 'softbreak':
    case 'hardbreak':
      return <br />;
    case 'em_open':
      return <em className={styles.EMPHASIS}>{content}</em>;
    case 'strong_open':
      return <strong className="font-semibold">{content}</strong>;
    case 's_open':
      return <s className="text-ink-2">{content}</s>;
    case 'code_inline':
      return (
        <code
          translate="no"
          className="rounded-tail bg-inset px-1 py-0.5 font-mono text-[0.875em] [text-autospace:no-autospace]"
        >
          {token.content}
        </code>
      );
    case 'link_open':
      return inLink ? content : <Link address={String(token.attrGet('href'))} nodes={children} />;
    case 'image':
      return <Picture node={node} inLink={inLink} />;
    default:
      return token.content;
  }
}

function Anchor({ href, children }: { href: string; children: ReactNode }) {
  return (
    <a
      href={href}
      title={href}
      target="_blank"
      rel="noopener noreferrer nofollow"
      className={styles.LINK}
    >
      {children}
    </a>
  );
}

function Link({ address, nodes }: { address: string } & Nodes) {
  const href = safeHref(address);
  const content = <Inlines nodes={nodes} inLink={href !== null} />;
  // A link without a word on it could not be seen, and is shown by where it leads.
  const isEmpty = nodes.every(({ token }) => token.type === 'text' && !token.content.trim());
  return href === null ? content : <Anchor href={href}>{isEmpty ? href : content}</Anchor>;
}

/** Never loaded: a picture on somebody's server would tell them who reads the message, where, and when. */
function Picture({ node: { token, children }, inLink }: { node: MarkdownNode; inLink: boolean }) {
  const t = useTranslations('markdown');
  const href = safeHref(String(token.attrGet('src')));
  const name = textOf(children).trim() || (href && new URL(href).hostname) || '';
  const shown = (
    <>
      <ImageIcon aria-hidden="true" className="me-1 inline size-4 align-[-0.15em]" />
      <span className="sr-only">{t('picture')} </span>
      {name}
    </>
  );
  return href === null || inLink ? shown : <Anchor href={href}>{shown}</Anchor>;
}

const textOf = (nodes: readonly MarkdownNode[]): string =>
  nodes.map(({ token, children }) => token.content + textOf(children)).join('');
