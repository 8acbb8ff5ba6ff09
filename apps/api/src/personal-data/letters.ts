import type { Language } from '../platform/languages.ts';
import type { Letter } from '../platform/mail.ts';

const READY: Record<Language, (days: number) => Pick<Letter, 'subject' | 'paragraphs'>> = {
  en: (days) => ({
    subject: 'Your Teahouse data is ready',
    paragraphs: [
      `The archive of your data is there to be downloaded for ${days} ${days === 1 ? 'day' : 'days'}: sign in, open Settings and choose Your data. Keep it safe: everything that is yours is in it.`,
      'If it was not you who asked for it, choose a new password at once: that signs all other devices out. Then remove the archive under Settings, Your data.',
    ],
  }),
  'zh-CN': (days) => ({
    subject: '你的茶馆数据已可下载',
    paragraphs: [
      `你的数据归档已经生成，${days} 天内可以下载：登录后打开“设置”中的“你的数据”。其中包含你的全部数据，请妥善保管。`,
      '如果不是你本人申请的，请立即修改密码，其他设备会随之全部退出登录；然后在“设置”的“你的数据”中移除归档。',
    ],
  }),
};

/** To whoever asked for an archive of their data, once it is there. */
export const exportReadyLetter = (to: string, language: Language, days: number): Letter => ({
  to,
  language,
  ...READY[language](days),
});
