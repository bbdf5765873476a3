import { type Stage, settle } from './stage.tsx'

type Attack = (url: string, place: HTMLElement) => unknown

function element(tag: string, attribute: string, more: Record<string, string> = {}): Attack {
  return (url, place) => {
    const added = document.createElement(tag)
    for (const [name, value] of Object.entries(more)) added.setAttribute(name, value)
    added.setAttribute(attribute, url)
    place.append(added)
  }
}

/** Ways by which a script in the app's page would get something out, were it not for the page's policy. */
const attacks: Record<string, Attack> = {
  fetch: (url) => fetch(url, { mode: 'no-cors' }),
  beacon: (url) => {
    if (!navigator.sendBeacon(url)) throw new Error('refused')
  },
  'event-source': (url) => ended(new EventSource(url)),
  'web-socket': (url) => ended(new WebSocket(url.replace('http', 'ws'))),
  xhr: (url) =>
    new Promise((resolve, reject) => {
      const request = new XMLHttpRequest()
      request.open('GET', url)
      request.onload = resolve
      request.onerror = () => reject(new Error('refused'))
      request.send()
    }),
  font: (url) => new FontFace('leak', `url(${JSON.stringify(url)})`).load(),
  worker: (url) => new Worker(url),
  style: (url, place) => {
    place.style.backgroundImage = `url(${JSON.stringify(url)})`
  },
  img: element('img', 'src'),
  srcset: element('img', 'srcset'),
  video: element('video', 'src', { preload: 'auto' }),
  audio: element('audio', 'src', { preload: 'auto' }),
  poster: element('video', 'poster'),
  track: (url, place) => {
    const video = document.createElement('video')
    const track = video.appendChild(document.createElement('track'))
    Object.assign(track, { src: url, default: true, kind: 'captions' })
    track.track.mode = 'showing'
    place.append(video)
  },
  script: element('script', 'src'),
  'module-script': element('script', 'src', { type: 'module' }),
  stylesheet: element('link', 'href', { rel: 'stylesheet' }),
  prefetch: element('link', 'href', { rel: 'prefetch' }),
  preload: element('link', 'href', { rel: 'preload', as: 'image' }),
  'module-preload': element('link', 'href', { rel: 'modulepreload' }),
  icon: element('link', 'href', { rel: 'icon' }),
  iframe: element('iframe', 'src'),
  object: element('object', 'data'),
  embed: element('embed', 'src'),
  'input-image': element('input', 'src', { type: 'image' }),
  'svg-image': (url, place) => {
    const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg')
    const image = svg.appendChild(document.createElementNS('http://www.w3.org/2000/svg', 'image'))
    image.setAttribute('href', url)
    place.append(svg)
  },
  form: (url, place) => {
    const frame = document.createElement('iframe')
    frame.name = 'leak-form'
    const form = document.createElement('form')
    Object.assign(form, { action: url, target: 'leak-form', method: 'post' })
    place.append(frame, form)
    form.submit()
  },
}

function ended(source: EventSource | WebSocket): Promise<void> {
  return new Promise((resolve, reject) => {
    source.onopen = () => resolve()
    source.onerror = () => {
      source.close()
      reject(new Error('refused'))
    }
  })
}

/**
 * Wall 3: tries everything from the app's own page.
 *
 * @returns how much was tried, and what the page's policy did not complain of.
 */
export async function attackPage(stage: Stage, base: string): Promise<{ tried: number; allowed: string[] }> {
  const names = Object.keys(attacks)
  const urlOf = (name: string): string => `${base}/${name}`
  const refused = new Set<string>()
  const onViolation = ({ blockedURI }: SecurityPolicyViolationEvent): void => {
    refused.add(blockedURI)
  }
  const place = stage.place.appendChild(document.createElement('div'))
  document.addEventListener('securitypolicyviolation', onViolation)
  try {
    await Promise.all(
      Object.entries(attacks).map(async ([name, attack]) => {
        try {
          await attack(urlOf(name), place)
        } catch {
          refused.add(urlOf(name))
        }
      }),
    )
    // What fails without a word is complained of a little later.
    await settle(stage)
  } finally {
    document.removeEventListener('securitypolicyviolation', onViolation)
    place.remove()
  }
  return { tried: names.length, allowed: names.filter((name) => !refused.has(urlOf(name))) }
}
