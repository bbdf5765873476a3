import type { LinkNeed } from '../../../shared/models/message.ts'
import { siteOf } from './site.ts'

/** Words of a path, with `-` between: what the page behind it does for one person. */
const NEEDS: readonly (readonly [LinkNeed, RegExp])[] = [
  [
    'unsubscribe',
    /-(?:unsub\w*|opt-?out|(?:un-?)?subscriptions?|preferences?|pref-?cent(?:er|re)|abmeld\w*|abbestell\w*|desabonn\w*|desinscri\w*|desuscri\w*|dar(?:se)?-de-baja|disiscri\w*|afmeld\w*|uitschrijv\w*|avmeld\w*|wypisz\w*|otpis\w*|descadastr\w*|list-?manage\w*)-/,
  ],
  [
    'sign-in',
    /-(?:log-?(?:in|on)|sign-?(?:in|on|up)|auth\d?|authenti\w*|authori[sz]\w*|oauth\d?|sso|saml\d?|magic-?links?|magic-?log-?in|otp|2fa|mfa|password\w*|passwort\w*|passwd|pwd|reset\w*|forgot\w*|recover|(?:account|password)-recovery|anmeld\w*|einloggen|connexion|inloggen|token)-/,
  ],
  [
    'confirmation',
    /-(?:verif\w*|confirm\w*|activat\w*|validat\w*|bestaetig\w*|opt-?in|invit\w*|rsvp|approv\w*|accept|redeem)-/,
  ],
  [
    'payment',
    /-(?:pay|pay-?(?:now|link|ment\w*)|payer|checkout|check-out|invoic\w*|billing|orders?|cart|basket|purchase\w*|receipts?|refunds?|rechnung\w*|zahlung\w*|factur\w*|fattur\w*|paiement\w*|pagos?|donat\w*)-/,
  ],
]
/** Of all of the above, to pass over what has none of them. */
const ANY_NEED =
  /sub|opt|pref|meld|bestell|abonn|inscri|suscri|baja|iscri|schrijv|wypisz|otpis|cadastr|list|log|sign|auth|sso|saml|magic|session|otp|2fa|mfa|pass|pwd|reset|forgot|recover|connexion|token|verif|confirm|activ|valid|bestaet|invit|rsvp|approv|accept|redeem|pay|check|invoic|bill|order|cart|basket|purchas|receipt|refund|rechnung|zahl|factur|fattur|paiement|pago|donat/i
/** A longer name of a page is a headline: "how-to-reset-your-router". */
const MAXIMUM_WORDS = 4
const MAXIMUM_PATH = 1_000
/** A field that says what is to be done, not what somebody wrote. */
const ACTION = /^[\w.-]{1,40}$/
/** A parameter of this name proves something: the whole query may be signed. */
const SIGNED =
  /^(?:\w+[_-])?(?:token|signature|sig|hmac|hash|code|otp|ticket|state|nonce|jwt|secret|session(?:[_-]?id)?|auth(?:[_-]?key)?)$/i
/** What services that take money or sign people in call their hosts. */
const HOST_LABELS: Record<Exclude<LinkNeed, 'confirmation' | 'signed'>, string> = {
  'sign-in': 'login log-in signin sign-in auth oauth account accounts id idp sso',
  payment: 'pay payment payments checkout billing invoice invoices',
  unsubscribe: 'unsubscribe unsub preferences',
}
const needOfLabel = new Map<string, LinkNeed>([
  ...labelsOf('sign-in'),
  ...labelsOf('payment'),
  ...labelsOf('unsubscribe'),
])

function labelsOf(need: keyof typeof HOST_LABELS): [string, LinkNeed][] {
  return HOST_LABELS[need].split(' ').map((label) => [label, need])
}

/** Texts of buttons, in the languages most mail is written in. A longer text is a sentence about something. */
const MAXIMUM_TEXT = 60
const TEXTS: readonly (readonly [LinkNeed, RegExp])[] = [
  [
    'unsubscribe',
    /unsubscri|\bopt[ -]?out|abmeld|abbestell|austragen|d[ée]sabonn|d[ée]sinscri|de baja|cancelar (?:la |a )?(?:suscripci|inscri|assinatura)|disiscriv|iscrizione|afmeld|uitschrijv|avmeld|avregistrer|prenumeration|wypisz|отпис|退[订訂]|取消[订訂][阅閱]|配信停止|購読解除|수신 ?거부|구독 ?취소|إلغاء (?:ال)?اشتراك|ביטול|email preferences|manage (?:your |my )?(?:subscription|preference)/i,
  ],
  [
    'sign-in',
    /\b(?:sign|log)[ -]?(?:in|on)\b|password|magic link|einloggen|\banmelden\b|passwort|mot de passe|connecter|contrase|iniciar sesi|inicia sesi|\baccedi\b|inloggen|wachtwoord|تسجيل الدخول|كلمة (?:المرور|السر)|ログイン|登[录錄入]|로그인|войти|вход|парол/i,
  ],
  [
    'confirmation',
    /\b(?:confirm|verify|activate|validate)\b|bestätig|confirmez|confirmer|confirmar|conferma|bevestig|accept (?:the )?invit|تأكيد|تفعيل|подтверд|確認|确认|인증/i,
  ],
  [
    'payment',
    /\bpay (?:now|online|your|the|this|invoice|bill)\b|\bcheckout\b|\b(?:invoice|receipt)\b|jetzt (?:be)?zahlen|\brechnung\b|facture|factura|fattura|pagar|paga ora|betaal|ادفع|فاتورة|支付|付款|支払|оплат/i,
  ],
]

/** Of all of the above, to pass over most texts: any other alphabet, or a stem. */
const ANY_TEXT =
  /[^\0-\x7f]|sub|opt|abm|abb|austr|desa|desi|baja|cancel|disis|iscri|afm|uits|avm|avre|prenum|wypis|pref|manage|sign|log|pass|magic|anmeld|mot de|connect|contras|sesi|acced|wacht|conf|verif|activ|valid|bevest|invit|pay|check|invoice|receipt|zahl|rechn|fact|fatt|paga|betaal/i

/**
 * What a link is for that its query may be needed for, by its address alone; null when it can do without.
 *
 * @param fields of its query, `name=value` each.
 */
export function needOfAddress(url: URL, fields: readonly string[]): LinkNeed | null {
  const path = url.pathname.slice(0, MAXIMUM_PATH)
  const needOfPath = ANY_NEED.test(path) ? needOfWords(path.split('/')) : null
  return needOfPath ?? needOfHost(url.hostname) ?? needOfQuery(fields)
}

/** What the texts of a link say that it is for. */
export function needOfTexts(texts: readonly string[]): LinkNeed | null {
  for (const text of texts) {
    if (text.length > MAXIMUM_TEXT || !ANY_TEXT.test(text)) continue
    for (const [need, pattern] of TEXTS) if (pattern.test(text)) return need
  }
  return null
}

/** @param names of parameters that may be needed. */
export function isSigned(names: readonly string[]): boolean {
  return names.some((name) => SIGNED.test(inWords(name)) || name.toLowerCase().startsWith('x-amz-'))
}

function needOfWords(pieces: readonly string[]): LinkNeed | null {
  for (const piece of pieces) {
    if (piece === '' || !ANY_NEED.test(piece)) continue
    const words = inWords(piece)
      .toLowerCase()
      .split(/[^a-z0-9]+/)
    if (words.length > MAXIMUM_WORDS) continue
    const text = `-${words.join('-')}-`
    for (const [need, pattern] of NEEDS) if (pattern.test(text)) return need
  }
  return null
}

/** "id.apple.com" is what a part of Apple does; "id.me" is a name. */
function needOfHost(hostname: string): LinkNeed | null {
  const own = hostname.length - siteOf(hostname).length - 1
  if (own <= 0) return null
  for (const label of hostname.slice(0, own).split('.')) {
    const need = needOfLabel.get(label)
    if (need !== undefined) return need
  }
  return null
}

/** `action=unsubscribe`, `mode=resetPassword`, `unsubscribe=1`; but not `order=asc`. */
function needOfQuery(fields: readonly string[]): LinkNeed | null {
  for (const field of fields) {
    if (!ANY_NEED.test(field) || SIGNED.test(field.split('=')[0] ?? '')) continue
    const pieces = field.split('=').filter((piece) => ACTION.test(piece))
    const need = needOfWords(pieces)
    if (need !== null && (need !== 'payment' || !/^(?:order|sort)/i.test(field))) return need
  }
  return null
}

/** "resetPassword" is two words. */
function inWords(name: string): string {
  return name.replaceAll(/([a-z])([A-Z])/g, '$1-$2')
}
