/** ما يقال عن البحث والتصفية؛ جزء من ar.ts. */
export const arSearch = {
  search: {
    label: 'البحث في البريد',
    placeholder: 'ابحث في البريد',
    clear: 'مسح البحث',
    results: 'نتائج البحث',
    scope: 'أين يكون البحث',
    everywhere: 'كل البريد',
    order: 'الترتيب',
    orders: { newest: 'الأحدث أولًا', best: 'الأقرب' },
    searching: 'جارٍ البحث…',
    filter: 'إظهار',
    filters: { all: 'الكل', unread: 'غير المقروءة', tracker: 'فيها تتبّع', clean: 'النظيفة' },
    nothing: 'لم يُعثر على شيء',
    nothingIn: 'لا رسالة في «{{place}}» توافق «{{text}}».',
    nothingAnywhere: 'لا رسالة توافق «{{text}}».',
    filtered: {
      unread: 'لا رسائل غير مقروءة هنا',
      tracker: 'لا رسائل فيها أدوات تتبّع هنا',
      clean: 'لا رسائل نظيفة هنا',
    },
    filteredHint: 'الرسائل التي لم تُنزَّل بعد لم تُفحَص بعد أيضًا.',
    tips: 'يمكنك البحث هكذا أيضًا:',
    examples: {
      tracker: { query: 'فيها:تتبّع', means: 'سيعلم أحدهم بأنك قرأتها' },
      service: { query: 'متتبّع:mailchimp', means: 'فيها أداة تتبّع من Mailchimp' },
      clean: { query: 'حالة:نظيفة', means: 'لا تُخبر أحدًا' },
      sender: { query: 'من:منى', means: 'كتبتها منى' },
      attachment: { query: 'فيها:مرفق', means: 'فيها ملف' },
      date: { query: 'بعد:2026', means: 'منذ عام 2026' },
    },
  },
} as const
