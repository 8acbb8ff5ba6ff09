import type { Language } from '../platform/languages.ts';
import type { Letter } from '../platform/mail.ts';
import type { ShortMessage } from '../platform/sms-provider.ts';

/** What a code proves an address for. */
export type Purpose =
  | 'SIGN_IN'
  | 'RESET_PASSWORD'
  | 'VERIFY_EMAIL'
  | 'CHANGE_EMAIL'
  | 'CHANGE_PHONE'
  | 'REAUTHENTICATE';

/**
 * What people read outside of the app about their own account. No letter says who asked, or repeats anything that the
 * asker could have written: they go to addresses that nobody has proven yet, too.
 */
type Words = Pick<Letter, 'subject' | 'paragraphs'>;

const NEVER_TELL = {
  en: 'Never tell this code to anyone: nobody from Teahouse will ask you for it.',
  'zh-CN': '请不要把验证码告诉任何人，茶馆的工作人员也不会向你索要。',
} as const;

const CODE_SUBJECT: Record<Purpose, Record<Language, string>> = {
  SIGN_IN: { en: 'Your code to sign in to Teahouse', 'zh-CN': '茶馆登录验证码' },
  RESET_PASSWORD: { en: 'Your code for a new Teahouse password', 'zh-CN': '茶馆重置密码验证码' },
  VERIFY_EMAIL: { en: 'Confirm your address for Teahouse', 'zh-CN': '验证你的茶馆邮箱' },
  CHANGE_EMAIL: { en: 'Confirm your new address for Teahouse', 'zh-CN': '验证你的茶馆新邮箱' },
  CHANGE_PHONE: { en: 'Confirm your phone for Teahouse', 'zh-CN': '验证你的茶馆手机号' },
  REAUTHENTICATE: { en: 'Confirm that it is you', 'zh-CN': '茶馆身份验证码' },
};

/** What to do with the code, and what to think if one did not ask for it. */
const CODE_PARAGRAPHS: Record<Purpose, Record<Language, (minutes: number) => [string, string]>> = {
  SIGN_IN: {
    en: (minutes) => [
      `Enter this code to sign in to Teahouse. It is good for ${minutes} minutes, and once.`,
      'If it was not you, do nothing: without the code nobody gets in.',
    ],
    'zh-CN': (minutes) => [
      `输入这个验证码即可登录茶馆。${minutes} 分钟内有效，只能使用一次。`,
      '如果不是你本人操作，不用理会：没有验证码，谁也无法登录。',
    ],
  },
  RESET_PASSWORD: {
    en: (minutes) => [
      `Enter this code to choose a new password. It is good for ${minutes} minutes, and once. All your other devices will be signed out.`,
      'If it was not you, do nothing: your password stays as it is.',
    ],
    'zh-CN': (minutes) => [
      `输入这个验证码即可设置新密码。${minutes} 分钟内有效，只能使用一次。其他设备会全部退出登录。`,
      '如果不是你本人操作，不用理会：你的密码不会改变。',
    ],
  },
  VERIFY_EMAIL: {
    en: (minutes) => [
      `Welcome to Teahouse. Enter this code to confirm that this address is yours. It is good for ${minutes} minutes, and once.`,
      'If you did not open an account, do nothing: somebody mistyped their address, and without the code it is not used.',
    ],
    'zh-CN': (minutes) => [
      `欢迎来到茶馆。输入这个验证码，确认这个邮箱属于你。${minutes} 分钟内有效，只能使用一次。`,
      '如果你没有注册账号，不用理会：可能是别人填错了邮箱，没有验证码就不会启用。',
    ],
  },
  CHANGE_EMAIL: {
    en: (minutes) => [
      `Enter this code in Teahouse to use this address for your account. It is good for ${minutes} minutes, and once.`,
      'If it was not you, do nothing: without the code the address is not used.',
    ],
    'zh-CN': (minutes) => [
      `在茶馆输入这个验证码，即可把账号邮箱换成这个地址。${minutes} 分钟内有效，只能使用一次。`,
      '如果不是你本人操作，不用理会：没有验证码，这个邮箱就不会启用。',
    ],
  },
  CHANGE_PHONE: {
    en: (minutes) => [
      `Enter this code in Teahouse to use this phone for your account. It is good for ${minutes} minutes, and once.`,
      'If it was not you, do nothing: without the code the phone is not used.',
    ],
    'zh-CN': (minutes) => [
      `在茶馆输入这个验证码，即可绑定这个手机号。${minutes} 分钟内有效，只能使用一次。`,
      '如果不是你本人操作，不用理会：没有验证码，这个手机号就不会绑定。',
    ],
  },
  REAUTHENTICATE: {
    en: (minutes) => [
      `Enter this code to confirm that it is you. It is good for ${minutes} minutes, and once.`,
      'If it was not you, somebody is signed in on one of your devices: look at the list of devices in Settings and sign out what you do not know.',
    ],
    'zh-CN': (minutes) => [
      `输入这个验证码，确认是你本人操作。${minutes} 分钟内有效，只能使用一次。`,
      '如果不是你本人操作，说明有人正在使用你的某台设备：请在“设置”的设备列表中，让不认识的设备退出登录。',
    ],
  },
};

interface Coded {
  to: string;
  language: Language;
  purpose: Purpose;
  code: string;
  minutes: number;
}

export function codeLetter({ to, language, purpose, code, minutes }: Coded): Letter {
  const subject = CODE_SUBJECT[purpose][language];
  const paragraphs = [...CODE_PARAGRAPHS[purpose][language](minutes), NEVER_TELL[language]];
  return { to, language, subject, code, paragraphs };
}

/** Short enough to be one message, also in Chinese (70 characters). */
export function codeShortMessage({ to, language, code, minutes }: Coded): ShortMessage {
  const text =
    language === 'zh-CN'
      ? `${code} 是你的茶馆验证码，${minutes} 分钟内有效。请不要告诉任何人。`
      : `${code} is your Teahouse code. It is good for ${minutes} minutes. Never tell it to anyone.`;
  return { to, language, code, text };
}

const ADDRESS_TAKEN: Record<Language, Words> = {
  en: {
    subject: 'You have a Teahouse account already',
    paragraphs: [
      'Somebody, probably you, has just tried to open a Teahouse account with this address. You have one already: sign in to it with a code to this address, or choose a new password if you have forgotten yours.',
      'If it was not you, do nothing: your account stays as it is.',
    ],
  },
  'zh-CN': {
    subject: '你已经有茶馆账号了',
    paragraphs: [
      '刚刚有人（可能是你本人）想用这个邮箱注册茶馆账号。你已经有账号了：可以用邮箱验证码登录，忘记密码也可以重新设置。',
      '如果不是你本人操作，不用理会：你的账号不受影响。',
    ],
  },
};

/** To the owner of an address that somebody else, or they themselves, registers with again. */
export const addressTakenLetter = (to: string, language: Language): Letter => ({
  to,
  language,
  ...ADDRESS_TAKEN[language],
});

const PASSWORD_RESET: Record<Language, Words> = {
  en: {
    subject: 'Your Teahouse password has been reset',
    paragraphs: [
      'A new password was chosen for your account with a code that was sent to you. All other devices have been signed out.',
      'If it was not you, somebody can read your letters or your short messages: secure those first, then choose a new password with “Forgot password?” and look through Settings for anything you do not know.',
    ],
  },
  'zh-CN': {
    subject: '你的茶馆密码已重置',
    paragraphs: [
      '有人凭发送给你的验证码，为你的账号设置了新密码。其他设备已全部退出登录。',
      '如果不是你本人操作，说明有人能看到你的邮件或短信：请先保护好邮箱和手机，再通过“忘记密码”设置新密码，并检查“设置”中有没有你不认识的内容。',
    ],
  },
};

export const passwordResetLetter = (to: string, language: Language): Letter => ({
  to,
  language,
  ...PASSWORD_RESET[language],
});

const PASSWORD_CHANGED: Record<Language, Words> = {
  en: {
    subject: 'Your Teahouse password has been changed',
    paragraphs: [
      'Your account has a new password. It was set on a device that is signed in to it.',
      'If it was not you, choose a new password with “Forgot password?” on the sign-in page: that signs out every device. Then look through Settings for anything you do not know.',
    ],
  },
  'zh-CN': {
    subject: '你的茶馆密码已修改',
    paragraphs: [
      '你的账号已在一台已登录的设备上设置了新密码。',
      '如果不是你本人操作，请在登录页通过“忘记密码”设置新密码，所有设备都会退出登录，然后检查“设置”中有没有你不认识的内容。',
    ],
  },
};

export const passwordChangedLetter = (to: string, language: Language): Letter => ({
  to,
  language,
  ...PASSWORD_CHANGED[language],
});

/** What somebody else may have done to an account, said where only its owner reads it. */
export type Notice =
  | 'ADDRESS_WANTED'
  | 'EMAIL_CHANGED'
  | 'PHONE_CHANGED'
  | 'PHONE_REMOVED'
  | 'IDENTITY_LINKED'
  | 'IDENTITY_UNLINKED'
  | 'NEW_PLACE'
  | 'ACCOUNT_DELETED';

const IF_NOT_YOU: Record<Language, string> = {
  en: 'If it was not you, sign in and choose a new password at once: that signs all other devices out. Then look through Settings, Security.',
  'zh-CN':
    '如果不是你本人操作，请立即登录并修改密码，其他设备会随之全部退出登录；然后检查“设置”中的“安全”。',
};

const NOTICES: Record<Notice, Record<Language, Words>> = {
  ADDRESS_WANTED: {
    en: {
      subject: 'This address belongs to your Teahouse account',
      paragraphs: [
        'Somebody, probably you, has just tried to use this address for another Teahouse account. It belongs to yours, and one address opens one account.',
        'If it was not you, do nothing: your account stays as it is.',
      ],
    },
    'zh-CN': {
      subject: '这个邮箱已属于你的茶馆账号',
      paragraphs: [
        '刚刚有人（可能是你本人）想把这个邮箱用于另一个茶馆账号。它已属于你的账号，一个邮箱只能用于一个账号。',
        '如果不是你本人操作，不用理会：你的账号不受影响。',
      ],
    },
  },
  EMAIL_CHANGED: {
    en: {
      subject: 'Your Teahouse account has another address',
      paragraphs: [
        'Your account has a new e-mail address. Letters and codes go there from now on, and no longer to this one.',
        IF_NOT_YOU.en,
      ],
    },
    'zh-CN': {
      subject: '你的茶馆账号更换了邮箱',
      paragraphs: [
        '你的账号换了新的邮箱。今后邮件和验证码都会发到新邮箱，不再发到这里。',
        IF_NOT_YOU['zh-CN'],
      ],
    },
  },
  PHONE_CHANGED: {
    en: {
      subject: 'Your Teahouse account has another phone number',
      paragraphs: ['A phone number was confirmed for your account.', IF_NOT_YOU.en],
    },
    'zh-CN': {
      subject: '你的茶馆账号更换了手机号',
      paragraphs: ['你的账号绑定了新的手机号。', IF_NOT_YOU['zh-CN']],
    },
  },
  PHONE_REMOVED: {
    en: {
      subject: 'Your Teahouse account has no phone number any more',
      paragraphs: ['The phone number of your account was removed.', IF_NOT_YOU.en],
    },
    'zh-CN': {
      subject: '你的茶馆账号解绑了手机号',
      paragraphs: ['你的账号已解绑手机号。', IF_NOT_YOU['zh-CN']],
    },
  },
  IDENTITY_LINKED: {
    en: {
      subject: 'Your Teahouse account has another way to sign in',
      paragraphs: [
        'An account at another service was linked to yours: whoever signs in there can sign in here.',
        IF_NOT_YOU.en,
      ],
    },
    'zh-CN': {
      subject: '你的茶馆账号多了一种登录方式',
      paragraphs: [
        '你的账号关联了另一个服务的账号：在那里登录的人，也能登录这里。',
        IF_NOT_YOU['zh-CN'],
      ],
    },
  },
  IDENTITY_UNLINKED: {
    en: {
      subject: 'Your Teahouse account has one way less to sign in',
      paragraphs: ['An account at another service is not linked to yours any more.', IF_NOT_YOU.en],
    },
    'zh-CN': {
      subject: '你的茶馆账号少了一种登录方式',
      paragraphs: ['你的账号取消了与另一个服务账号的关联。', IF_NOT_YOU['zh-CN']],
    },
  },
  NEW_PLACE: {
    en: {
      subject: 'Your Teahouse account was opened from a new place',
      paragraphs: [
        'Somebody has signed in to your account from a network that it had not been opened from before. Settings, Devices shows where it is signed in.',
        IF_NOT_YOU.en,
      ],
    },
    'zh-CN': {
      subject: '你的茶馆账号在新的地点登录',
      paragraphs: [
        '有人从一个以前没有用过的网络登录了你的账号。可以在“设置”的“设备”中查看已登录的设备。',
        IF_NOT_YOU['zh-CN'],
      ],
    },
  },
  ACCOUNT_DELETED: {
    en: {
      subject: 'Your Teahouse account has been deleted',
      paragraphs: [
        'Your account is gone, and nobody can sign in to it any more. What you wrote to others stays in their conversations, without your name; everything else of yours is being removed.',
        'It cannot be undone. With this address you can open a new account at any time. If it was not you, whoever did it knew how to sign in: ask those who run your Teahouse.',
      ],
    },
    'zh-CN': {
      subject: '你的茶馆账号已注销',
      paragraphs: [
        '你的账号已经注销，任何人都无法再登录。你发给别人的消息会留在他们的聊天中，不再显示你的名字；属于你的其他内容正在清除。',
        '注销后无法恢复。你可以随时用这个邮箱重新注册。如果不是你本人操作，说明有人能够登录你的账号：请联系你所在茶馆的管理员。',
      ],
    },
  },
};

export const noticeLetter = (notice: Notice, to: string, language: Language): Letter => ({
  to,
  language,
  ...NOTICES[notice][language],
});
