/** The page that shows what senders saw; the browser renews it by the server's own events. */
import type { Counts } from './senders-server.ts'

const WORDS = {
  en: {
    title: 'The senders’ side',
    opens: 'opens seen by senders',
    pictures: 'pictures asked for',
    nothing: 'No server has been asked for anything yet.',
    host: 'Server',
  },
  ar: {
    title: 'ما يراه المرسلون',
    opens: 'عدد القراءات التي علم بها المرسلون',
    pictures: 'عدد الصور المطلوبة',
    nothing: 'لم يُطلب شيء من أيّ خادم حتى الآن.',
    host: 'الخادم',
  },
} as const

const escapeHtml = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')

export function counterPage(counts: Counts, language: 'en' | 'ar'): string {
  const words = WORDS[language]
  const rows = [...counts.hosts]
    .map(
      ([host, seen]) =>
        `<tr><td dir="ltr">${escapeHtml(host)}</td><td>${seen.open}</td><td>${seen.picture}</td></tr>`,
    )
    .join('')
  return `<!doctype html>
<html lang="${language}" dir="${language === 'ar' ? 'rtl' : 'ltr'}">
<meta charset="utf-8">
<title>${words.opens}: ${counts.opens}</title>
<style>
  :root { color-scheme: light dark; font: 15px/1.5 system-ui, sans-serif }
  body { margin: 0; padding: 24px; background: Canvas; color: CanvasText }
  h1 { font-size: 15px; font-weight: 600; margin: 0 0 20px; opacity: .7 }
  .opens { font-size: 72px; line-height: 1; font-weight: 700; color: ${counts.opens === 0 ? '#1a8f5a' : '#d13438'} }
  p { margin: 4px 0 20px }
  table { border-collapse: collapse; width: 100%; font-size: 13px }
  th, td { text-align: start; padding: 4px 0; border-block-end: 1px solid color-mix(in srgb, CanvasText 15%, Canvas) }
</style>
<h1>${words.title}</h1>
<div class="opens">${counts.opens}</div>
<p>${words.opens}</p>
<p>${words.pictures}: <b>${counts.pictures}</b></p>
${rows === '' ? `<p>${words.nothing}</p>` : `<table><tr><th>${words.host}</th><th>${words.opens}</th><th>${words.pictures}</th></tr>${rows}</table>`}
<script>new EventSource('/changes').onmessage = () => location.reload()</script>
</html>`
}
