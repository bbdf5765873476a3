import { describe, expect, it } from 'vitest'
import { readPartType } from './part-type.ts'

function read(headers: Record<string, string>, fallback = 'text/plain') {
  return readPartType(
    Object.entries(headers).map(([name, value]) => ({ name, value })),
    fallback,
  )
}
const typeOf = (value: string) => read({ 'content-type': value })

describe('readPartType', () => {
  it('reads types, parameters and encoding whatever their case', () => {
    expect(
      read({
        'content-type': 'Text/HTML; Charset="UTF-8"; (comment) x=y',
        'content-transfer-encoding': 'Quoted-Printable',
        'content-disposition': 'INLINE; filename=a.html',
        'content-id': '<one@two>',
      }),
    ).toEqual({
      mediaType: 'text/html',
      charset: 'UTF-8',
      boundary: null,
      flowed: 'no',
      disposition: 'inline',
      filename: 'a.html',
      contentId: 'one@two',
      encoding: 'quoted-printable',
    })
  })

  it('is plain text without a type, or whatever the part around it says', () => {
    expect(read({}).mediaType).toBe('text/plain')
    expect(read({}, 'message/rfc822').mediaType).toBe('message/rfc822')
    expect(typeOf('nonsense').mediaType).toBe('text/plain')
    expect(typeOf('text').mediaType).toBe('text/plain')
    expect(typeOf('html').mediaType).toBe('text/html')
  })

  it('reads file names in every way they are written', () => {
    const names = {
      'attachment; filename="plain name.pdf"': 'plain name.pdf',
      "attachment; filename*=utf-8''Gr%C3%BC%C3%9Fe.pdf": 'Grüße.pdf',
      "attachment; filename*0*=utf-8''Gr%C3%BC; filename*1*=%C3%9Fe; filename*2=.pdf": 'Grüße.pdf',
      'attachment; filename="=?utf-8?Q?Gr=C3=BC=C3=9Fe.pdf?="': 'Grüße.pdf',
      'attachment; filename="../../evil.exe"': 'evil.exe',
    }
    for (const [disposition, filename] of Object.entries(names)) {
      expect(read({ 'content-disposition': disposition }).filename).toBe(filename)
    }
    expect(typeOf('application/pdf; name="old way.pdf"').filename).toBe('old way.pdf')
  })

  it('does not decode a name twice, which would give it another extension', () => {
    const hidden = "attachment; filename*=utf-8''invoice%3D%3Futf-8%3FQ%3F%3D2Eexe%3F%3D"
    expect(read({ 'content-disposition': hidden }).filename).toBe(
      '=?utf-8?Q?=2Eexe?='.padStart(25, 'invoice'),
    )
  })

  it('puts the semicolon in that many senders forget', () => {
    expect(typeOf('multipart/mixed boundary="b"')).toMatchObject({
      mediaType: 'multipart/mixed',
      boundary: 'b',
    })
  })

  it('tells bytes with a name by their name', () => {
    expect(typeOf('application/octet-stream; name=a.png').mediaType).toBe('image/png')
    expect(typeOf('application/octet-stream; name=a.nobodyknows').mediaType).toBe('application/octet-stream')
  })

  it('takes a disposition nobody knows for an attachment (RFC 2183 2.8)', () => {
    expect(read({ 'content-disposition': 'form-data' }).disposition).toBe('attachment')
    expect(read({ 'content-disposition': '; filename=x' }).disposition).toBe(null)
  })

  it('knows format=flowed', () => {
    expect(typeOf('text/plain; format=Flowed').flowed).toBe('flowed')
    expect(typeOf('text/plain; format=flowed; delsp=YES').flowed).toBe('delsp')
  })

  it('ends on a header of nothing but parameters, comments or slashes', () => {
    for (const unit of ['a=b; ', 'a*0*=b; ', '(', 'a/', '"', '\\', '*', "name*=utf-8''%"]) {
      expect(typeOf(unit.repeat(100_000)).mediaType).toContain('/')
    }
  })
})
