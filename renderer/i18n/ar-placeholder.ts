/** ما يظهر مكان صورة غير موجودة. Part of ar.ts. */
export const arPlaceholder = {
  plain: 'صورة محجوبة',
  suspect: 'أداة تتبّع محتملة ممنوعة',
  tracker: 'أداة تتبّع ممنوعة',
  trackerOf: 'أداة تتبّع من {{service}} ممنوعة',
  never: 'لا يعرض Curtain رسوم SVG من الإنترنت',
  again: 'اضغط للمحاولة مرة أخرى.',
  decide: 'اضغط لتُسأل هل تريد تحميلها.',
}
