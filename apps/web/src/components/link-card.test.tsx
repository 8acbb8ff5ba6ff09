import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { LinkCard } from './link-card';

const PAGE = { url: 'https://www.example.org/tea', title: 'Tea' };

test('the whole card is one link, which leads in a window of its own and says nothing of this one', () => {
  const markup = renderToStaticMarkup(
    <LinkCard {...PAGE} description="All about it" siteName="Encyclopaedia" />,
  );
  expect(markup).toMatch(/^<a href="https:\/\/www\.example\.org\/tea"[^>]*>.*<\/a>$/u);
  expect(markup.match(/<a /gu)).toHaveLength(1);
  expect(markup).toContain('target="_blank" rel="noopener noreferrer nofollow"');
  for (const text of ['Tea', 'All about it', 'Encyclopaedia', '>example.org<'])
    expect(markup).toContain(text);
});

test('what the page says is text, and no picture is loaded unless one is given', () => {
  const markup = renderToStaticMarkup(
    <LinkCard {...PAGE} title="<img src=x>" description="<script>x</script>" />,
  );
  expect(markup).not.toMatch(/<(?:img|script)/u);
  expect(renderToStaticMarkup(<LinkCard {...PAGE} imageUrl="/files/x.webp" />)).toMatch(
    /<img src="\/files\/x\.webp" alt="" width="80" height="80"/u,
  );
});

test('an address that is none of a page makes no card', () => {
  for (const url of [
    'javascript:alert(1)',
    'data:text/html,x',
    '/settings',
    'https://a@evil.test/',
    '',
  ])
    expect(renderToStaticMarkup(<LinkCard {...PAGE} url={url} />)).toBe('');
});
