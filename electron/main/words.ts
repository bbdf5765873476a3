import type { AddressWarning } from '../../shared/address-warnings.ts'

/** The few words that the shell itself says, in menus and dialogs. The page has its own. */
export type Language = 'en' | 'ar'

export interface Words {
  file: string
  addAccount: string
  importMail: string
  exportMail: string
  settings: string
  print: string
  sync: string
  quit: string
  closeWindow: string
  edit: string
  undo: string
  redo: string
  cut: string
  copy: string
  paste: string
  selectAll: string
  search: string
  message: string
  loadImages: string
  nextMessage: string
  previousMessage: string
  archive: string
  delete: string
  junk: string
  move: string
  copyTo: string
  star: string
  markRead: string
  markUnread: string
  undoAct: string
  view: string
  zoomIn: string
  zoomOut: string
  actualSize: string
  fullScreen: string
  window: string
  minimise: string
  hide: string
  help: string
  keyboardHelp: string
  leakTest: string
  about: string
  openLinkQuestion: string
  writeMailQuestion: string
  /** A host in its own script. */
  alsoReads(host: string): string
  careful(warning: string): string
  textSays(claims: string, host: string): string
  linkWarnings: Record<AddressWarning, (host: string, readable: string) => string>
  openLink: string
  openOriginal: string
  leadsTo(host: string): string
  /** Only this host knows where it leads in the end. */
  endsUnknown(host: string): string
  severalRecipients: string
  copyLink: string
  /** The mail's own address leads through this host first. */
  skips(host: string): string
  without(names: string): string
  changed: string
  askLessQuestion: string
  askLessDetail: string
  askLess: string
  cancel: string
  pageHangs: string
  pageHangsDetail: string
  closeMail: string
  wait: string
  startFailed: string
  engineFailed: string
  engineFailedDetail: string
}

export const words: Record<Language, Words> = {
  en: {
    file: 'File',
    addAccount: 'Add account…',
    importMail: 'Import messages…',
    exportMail: 'Export messages…',
    settings: 'Settings…',
    print: 'Print…',
    sync: 'Check for mail',
    quit: 'Quit Curtain',
    closeWindow: 'Close window',
    edit: 'Edit',
    undo: 'Undo',
    redo: 'Redo',
    cut: 'Cut',
    copy: 'Copy',
    paste: 'Paste',
    selectAll: 'Select all',
    search: 'Search mail',
    message: 'Message',
    loadImages: 'Load images',
    nextMessage: 'Next message',
    previousMessage: 'Previous message',
    archive: 'Archive',
    delete: 'Delete',
    junk: 'Junk or not junk',
    move: 'Move to…',
    copyTo: 'Copy to…',
    star: 'Star or remove star',
    markRead: 'Mark as read',
    markUnread: 'Mark as unread',
    undoAct: 'Undo last action',
    view: 'View',
    zoomIn: 'Zoom in',
    zoomOut: 'Zoom out',
    actualSize: 'Actual size',
    fullScreen: 'Full screen',
    window: 'Window',
    minimise: 'Minimise',
    hide: 'Hide Curtain',
    help: 'Help',
    keyboardHelp: 'Keyboard shortcuts…',
    leakTest: 'Run the leak test…',
    about: 'About Curtain',
    openLinkQuestion: 'Open this address in your browser? The site will learn that you followed its link.',
    writeMailQuestion: 'Write a mail to this address with your system’s mail program?',
    alsoReads: (host) => `In its own letters: ${isolated(host)}`,
    careful: (warning) => `Careful: ${warning}`,
    textSays: (claims, host) =>
      `the text of the link says ${isolated(claims)}, but it leads to ${isolated(host)}.`,
    linkWarnings: {
      'look-alike-letters': (host, readable) =>
        `it only looks like ${isolated(readable)}, with foreign letters. It leads to ${isolated(host)}.`,
      'mixed-scripts': () => 'its name mixes letters of several scripts, as imitations do.',
      'hidden-user': (host) => `it was written so that another name stands in front of ${isolated(host)}.`,
      'bare-address': () => 'it leads to a number instead of a name. Trustworthy sites have names.',
    },
    openLink: 'Open',
    openOriginal: 'Open the original address',
    leadsTo: (host) => `It leads to ${isolated(host)}`,
    endsUnknown: (host) =>
      `It leads through ${isolated(host)}, which counts who follows it and keeps to itself where it ends.`,
    severalRecipients: 'the mail would go to everybody who is named here.',
    copyLink: 'Copy address',
    skips: (host) => `The link in the mail leads through ${isolated(host)} first. “Open” skips that.`,
    without: (names) => `Left out, because it only serves to follow you: ${isolated(names)}`,
    changed: 'What only serves to follow you was left out.',
    askLessQuestion: 'Open harmless links without asking?',
    askLessDetail:
      'Curtain will still ask before anything suspicious: look-alike names, texts that name another site, links that are not encrypted.',
    askLess: 'Don’t ask for harmless links',
    cancel: 'Cancel',
    pageHangs: 'This message takes very long to show.',
    pageHangsDetail: 'You can wait, or close it. Nothing is lost.',
    closeMail: 'Close the message',
    wait: 'Wait',
    startFailed: 'Curtain could not start.',
    engineFailed: 'Curtain’s mail engine stopped again and again.',
    engineFailedDetail: 'Your mail on the server is untouched. Please start Curtain again.',
  },
  ar: {
    file: 'ملف',
    addAccount: 'إضافة حساب…',
    importMail: 'استيراد رسائل…',
    exportMail: 'تصدير الرسائل…',
    settings: 'الإعدادات…',
    print: 'طباعة…',
    sync: 'جلب البريد',
    quit: 'إنهاء Curtain',
    closeWindow: 'إغلاق النافذة',
    edit: 'تحرير',
    undo: 'تراجع',
    redo: 'إعادة',
    cut: 'قص',
    copy: 'نسخ',
    paste: 'لصق',
    selectAll: 'تحديد الكل',
    search: 'البحث في البريد',
    message: 'رسالة',
    loadImages: 'تحميل الصور',
    nextMessage: 'الرسالة التالية',
    previousMessage: 'الرسالة السابقة',
    archive: 'أرشفة',
    delete: 'حذف',
    junk: 'بريد مزعج أو غير مزعج',
    move: 'نقل إلى…',
    copyTo: 'نسخ إلى…',
    star: 'إضافة النجمة أو إزالتها',
    markRead: 'تعليم كمقروءة',
    markUnread: 'تعليم كغير مقروءة',
    undoAct: 'التراجع عن آخر إجراء',
    view: 'عرض',
    zoomIn: 'تكبير',
    zoomOut: 'تصغير',
    actualSize: 'الحجم الأصلي',
    fullScreen: 'ملء الشاشة',
    window: 'نافذة',
    minimise: 'تصغير النافذة',
    hide: 'إخفاء Curtain',
    help: 'مساعدة',
    keyboardHelp: 'اختصارات لوحة المفاتيح…',
    leakTest: 'تشغيل اختبار التسريب…',
    about: 'حول Curtain',
    openLinkQuestion: 'هل تريد فتح هذا العنوان في متصفحك؟ سيعرف الموقع أنك اتبعت رابطه.',
    writeMailQuestion: 'هل تريد كتابة رسالة إلى هذا العنوان ببرنامج البريد في نظامك؟',
    alsoReads: (host) => `بحروفه الأصلية: ${isolated(host)}`,
    careful: (warning) => `انتبه: ${warning}`,
    textSays: (claims, host) => `يذكر نصّ الرابط ${isolated(claims)}، لكنه يؤدي إلى ${isolated(host)}.`,
    linkWarnings: {
      'look-alike-letters': (host, readable) =>
        `يشبه ${isolated(readable)} شكلًا فقط، بحروف أجنبية. يؤدي إلى ${isolated(host)}.`,
      'mixed-scripts': () => 'يخلط اسمه حروفًا من كتابات مختلفة، كما تفعل الأسماء المقلَّدة.',
      'hidden-user': (host) => `كُتب بحيث يسبق اسمٌ آخر العنوانَ ${isolated(host)}.`,
      'bare-address': () => 'يؤدي إلى رقم بدل اسم. للمواقع الموثوقة أسماء.',
    },
    openLink: 'فتح',
    openOriginal: 'فتح العنوان الأصلي',
    leadsTo: (host) => `يؤدي إلى ${isolated(host)}`,
    endsUnknown: (host) => `يمرّ عبر ${isolated(host)}، وهو يحصي من يتبعه ولا يبيّن أين ينتهي.`,
    severalRecipients: 'ستذهب الرسالة إلى كل من ذُكر هنا.',
    copyLink: 'نسخ العنوان',
    skips: (host) => `يمرّ الرابط الذي في الرسالة عبر ${isolated(host)} أولًا. زر «فتح» يتجاوزه.`,
    without: (names) => `حُذف لأنه لا يخدم إلا تتبّعك: ${isolated(names)}`,
    changed: 'حُذف ما لا يخدم إلا تتبّعك.',
    askLessQuestion: 'هل تُفتح الروابط السليمة بلا سؤال؟',
    askLessDetail:
      'سيظل Curtain يسأل قبل كل ما يثير الشك: الأسماء المقلَّدة، والنصوص التي تذكر موقعًا آخر، والروابط غير المشفَّرة.',
    askLess: 'لا تسأل عن الروابط السليمة',
    cancel: 'إلغاء',
    pageHangs: 'يستغرق عرض هذه الرسالة وقتًا طويلًا جدًا.',
    pageHangsDetail: 'يمكنك الانتظار أو إغلاقها، ولن تفقد شيئًا.',
    closeMail: 'إغلاق الرسالة',
    wait: 'انتظار',
    startFailed: 'تعذّر تشغيل Curtain.',
    engineFailed: 'توقف محرك البريد في Curtain مرة بعد مرة.',
    engineFailedDetail: 'بريدك على الخادم لم يتغير. يرجى تشغيل Curtain من جديد.',
  },
}

/** A host keeps its own direction inside right-to-left words, and they theirs (Unicode FSI, PDI). */
function isolated(host: string): string {
  return `\u2068${host}\u2069`
}
