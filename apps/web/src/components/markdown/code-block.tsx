'use client';

import { useEffect, useState } from 'react';
import { cn } from '@/components/ui/cn';
import { CodeFrame } from './code-frame';
import type { Run } from './highlight';
import { type Language, labelOf, languageOf } from './languages';

/** Scopes of highlight.js by the colours that we have for them. What is not listed is ink. */
const COLOURS = new Map(
  Object.entries({
    'text-code-comment': ['comment', 'quote', 'meta', 'doctag'],
    'text-code-keyword': ['keyword', 'selector-tag', 'built_in', 'name', 'tag', 'template-tag'],
    'text-code-string': ['string', 'regexp', 'addition', 'link', 'char', 'code'],
    'text-code-number': ['number', 'literal', 'symbol', 'bullet', 'variable', 'template-variable'],
    'text-code-name': ['title', 'section', 'attr', 'attribute', 'property', 'selector-class'],
    'text-code-type': ['type', 'class', 'selector-id', 'selector-attr', 'selector-pseudo'],
    'text-vermilion-ink': ['deletion'],
  }).flatMap(([colour, scopes]) => scopes.map((scope) => [scope, colour] as const)),
);

type Highlighter = typeof import('./highlight');
let highlighter: Highlighter | null = null;

async function colour(code: string, language: Language): Promise<Run[] | null> {
  highlighter ??= await import('./highlight');
  await highlighter.learn(language);
  return highlighter.highlight(code, language);
}

/** Code, plain at first and in colours as soon as its grammar is there. Only colours change, so nothing moves. */
export function CodeBlock({ info, code }: { info: string; code: string }) {
  const language = languageOf(info);
  const [coloured, setColoured] = useState<{ of: string; runs: Run[] } | null>(null);
  const runs =
    (language && highlighter?.recall(code, language)) ??
    (coloured?.of === code ? coloured.runs : null);
  const missing = language && !runs ? language : null;
  useEffect(() => {
    if (!missing) return;
    let gone = false;
    colour(code, missing).then(
      (found) => !gone && found && setColoured({ of: code, runs: found }),
      // Without the network it stays plain; the next time it is shown it asks again.
      () => {},
    );
    return () => {
      gone = true;
    };
  }, [code, missing]);
  return (
    <CodeFrame label={labelOf(info)} code={code}>
      {runs ? <Coloured runs={runs} /> : code}
    </CodeFrame>
  );
}

function Coloured({ runs }: { runs: readonly Run[] }) {
  return runs.map(({ text, scope }, index) => {
    const colour = COLOURS.get(scope ?? '');
    return (
      // biome-ignore lint/suspicious/noArrayIndexKey: the runs of one text never change places.
      <span key={index} className={cn(colour)}>
        {text}
      </span>
    );
  });
}
