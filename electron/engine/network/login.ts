/** What lets a user in at a mail server: a password, or a token that a provider gave (RFC 7628, XOAUTH2). */
export type Login = string | { accessToken: string }
