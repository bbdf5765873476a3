/** What is said of conversations; part of ar.ts. */
export const arThreads = {
  threads: {
    count_zero: 'لا رسائل في هذه المحادثة',
    count_one: 'رسالة واحدة في هذه المحادثة',
    count_two: 'رسالتان في هذه المحادثة',
    count_few: '{{count, number}} رسائل في هذه المحادثة',
    count_many: '{{count, number}} رسالة في هذه المحادثة',
    count_other: '{{count, number}} رسالة في هذه المحادثة',
    open: 'إظهار رسالة {{sender}}',
    close: 'إخفاء رسالة {{sender}}',
    menu: 'المزيد لهذه المحادثة',
    mute: 'كتم المحادثة',
    unmute: 'إلغاء كتم المحادثة',
    muted: 'مكتومة',
    setting: {
      title: 'المحادثات',
      hint: 'الرسائل التي يردّ بعضها على بعض تجتمع معًا، وكذلك ما أرسلته أنت.',
      name: 'جمع الرسائل في محادثات',
      what: 'تعرض القوائم سطرًا واحدًا لكل محادثة، وفتحُها يعرض رسائلها كلها.',
    },
  },
} as const
