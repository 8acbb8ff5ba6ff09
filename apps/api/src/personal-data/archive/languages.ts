import type { Language } from '../../platform/languages.ts';
import type { Words } from './words.ts';
import { en } from './words-en.ts';
import { zh } from './words-zh.ts';

export const WORDS: Record<Language, Words> = { en, 'zh-CN': zh };
