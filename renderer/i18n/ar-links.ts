/** ما يُقال عن روابط الرسالة. Part of ar.ts. */
export const arLinks = {
  heading: 'الروابط',
  through: 'يمرّ أولًا عبر {{service}}',
  skipped: 'دون المرور عبر {{service}}',
  removed: 'أُزيلت علامات التتبّع: {{names}}',
  alsoReads: 'يُكتب أيضًا {{host}}',
  kept: {
    'sign-in': 'تُرك كما هو لأنه يسجّل دخولك',
    confirmation: 'تُرك كما هو لأنه يؤكّد شيئًا يخصّك',
    unsubscribe: 'تُرك كما هو لأنه يلغي اشتراكك',
    payment: 'تُرك كما هو لأنه يتعلّق بالدفع',
    signed: 'تُرك كما هو لأنه موقَّع ولا يقبل التغيير',
  },
  warnings: {
    'text-is-another-site': 'يذكر نصّه {{claims}}، لكنه يؤدي إلى {{host}}.',
    'look-alike-letters': 'يشبه {{readable}} شكلًا فقط، بحروف أجنبية. يؤدي إلى {{host}}.',
    'mixed-scripts': 'يخلط اسمه حروفًا من كتابات مختلفة، كما تفعل الأسماء المقلَّدة.',
    'hidden-user': 'كُتب بحيث يسبق اسمٌ آخر العنوانَ {{host}}.',
    'bare-address': 'يؤدي إلى رقم بدل اسم. للمواقع الموثوقة أسماء.',
  },
} as const
