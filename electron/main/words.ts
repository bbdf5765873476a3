/** The few words that the shell itself says, in menus and dialogs. The page has its own. */
export type Language = 'en' | 'ar'

export interface Words {
  file: string
  addAccount: string
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
  view: string
  zoomIn: string
  zoomOut: string
  actualSize: string
  fullScreen: string
  window: string
  minimise: string
  hide: string
  help: string
  leakTest: string
  about: string
  openLinkQuestion: string
  writeMailQuestion: string
  looksLike(host: string): string
  openLink: string
  cancel: string
  engineFailed: string
  engineFailedDetail: string
}

export const words: Record<Language, Words> = {
  en: {
    file: 'File',
    addAccount: 'Add account…',
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
    view: 'View',
    zoomIn: 'Zoom in',
    zoomOut: 'Zoom out',
    actualSize: 'Actual size',
    fullScreen: 'Full screen',
    window: 'Window',
    minimise: 'Minimise',
    hide: 'Hide Curtain',
    help: 'Help',
    leakTest: 'Run the leak test…',
    about: 'About Curtain',
    openLinkQuestion: 'Open this address in your browser? The site will learn that you followed its link.',
    writeMailQuestion: 'Write a mail to this address with your system’s mail program?',
    looksLike: (host) => `Careful: this address is written to look like ${host}`,
    openLink: 'Open',
    cancel: 'Cancel',
    engineFailed: 'Curtain’s mail engine stopped again and again.',
    engineFailedDetail: 'Your mail on the server is untouched. Please start Curtain again.',
  },
  ar: {
    file: 'ملف',
    addAccount: 'إضافة حساب…',
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
    view: 'عرض',
    zoomIn: 'تكبير',
    zoomOut: 'تصغير',
    actualSize: 'الحجم الأصلي',
    fullScreen: 'ملء الشاشة',
    window: 'نافذة',
    minimise: 'تصغير النافذة',
    hide: 'إخفاء Curtain',
    help: 'مساعدة',
    leakTest: 'تشغيل اختبار التسريب…',
    about: 'حول Curtain',
    openLinkQuestion: 'هل تريد فتح هذا العنوان في متصفحك؟ سيعرف الموقع أنك اتبعت رابطه.',
    writeMailQuestion: 'هل تريد كتابة رسالة إلى هذا العنوان ببرنامج البريد في نظامك؟',
    looksLike: (host) => `انتبه: كُتب هذا العنوان ليبدو مثل ${host}`,
    openLink: 'فتح',
    cancel: 'إلغاء',
    engineFailed: 'توقف محرك البريد في Curtain مرة بعد مرة.',
    engineFailedDetail: 'بريدك على الخادم لم يتغير. يرجى تشغيل Curtain من جديد.',
  },
}
