/**
 * What most mail is made of: a dictionary for zstd, which finds what is the same in one mail only. The likeliest stands
 * last, where it costs least to point to.
 *
 * Never to be changed: what was stored with it can't be read without it. A better one has to come beside it.
 */
export const USUAL_TEXT: Buffer = Buffer.from(
  `X-MS-Exchange-Organization-AuthSource:
X-MS-Exchange-Organization-SCL: -1
X-MS-Exchange-CrossTenant-OriginalArrivalTime:
X-MS-Has-Attach:
X-MS-TNEF-Correlator:
X-Forefront-Antispam-Report: CIP:255.255.255.255;CTRY:;LANG:en;SCL:1;SRV:;IPV:NLI;SFV:NSPM;H:.outlook.com;PTR:;CAT:NONE;DIR:INB;
X-Microsoft-Antispam: BCL:0;
Thread-Topic:
Thread-Index:
Accept-Language: en-US
Content-Language: en-US
User-Agent: Mozilla Thunderbird
X-Mailer: Microsoft Outlook 16.0
X-Mailer: Apple Mail (2.
X-Gm-Message-State: AOJu0Y
X-Google-Smtp-Source: AGHT+I
X-Google-DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=1e100.net; s=20230601;
X-Received: by 2002:a05:
ARC-Seal: i=1; a=rsa-sha256; t=17; cv=none; d=google.com; s=arc-20240605; b=
ARC-Message-Signature: i=1; a=rsa-sha256; c=relaxed/relaxed; d=google.com; s=arc-20240605; h=
ARC-Authentication-Results: i=1; mx.google.com; dkim=pass header.i=@ header.s= header.b=; spf=pass (google.com: domain of  designates  as permitted sender) smtp.mailfrom=; dmarc=pass (p=REJECT sp=REJECT dis=NONE) header.from=
Received-SPF: pass client-ip=
Authentication-Results: mx.; dkim=pass (2048-bit key; secure) header.d= header.i=@ header.a=rsa-sha256 header.s= header.b=; spf=pass smtp.mailfrom=; dmarc=pass (p=none) header.from=
Delivered-To:
Return-Path: <bounces+
Received: from mail.com (mail.com [10.0.0.1])
\tby mx.google.com with ESMTPS id
\tfor <>
\t(version=TLS1_3 cipher=TLS_AES_256_GCM_SHA384 bits=256/256);
\tMon, 01 Jan 2024 00:00:00 -0700 (PDT)
Received: from localhost (localhost [127.0.0.1]) by (Postfix) with ESMTP id ; Tue, 02 Feb 2025 00:00:00 +0000 (UTC)
Received: by (Postfix, from userid
DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=; s=selector1; t=17; x=17; i=@;
\th=content-transfer-encoding:content-type:date:from:in-reply-to:list-id:list-unsubscribe:list-unsubscribe-post:message-id:mime-version:references:reply-to:subject:to;
\tbh=; b=
X-Spam-Status: No, score=-
X-Spam-Score:
X-Priority: 3
X-Report-Abuse: Please report abuse
X-Campaign
Auto-Submitted: auto-generated
Precedence: bulk
Feedback-ID:
List-ID: <
List-Id:
List-Help: <https://
List-Unsubscribe: <https://unsubscribe>, <mailto:unsubscribe@?subject=unsubscribe>
List-Unsubscribe-Post: List-Unsubscribe=One-Click
Disposition-Notification-To:
Sender:
Reply-To:
Cc:
In-Reply-To: <
References: <
From: =?UTF-8?B?
From: =?utf-8?q?
To: undisclosed-recipients:;
Subject: =?UTF-8?Q?
Subject: Re:
Subject: Fwd:
Message-ID: <@mail.gmail.com>
Date: Wed, 03 Mar 2026 00:00:00 +0100
Date: Thu, 04 Apr 2024 00:00:00 +0200
Date: Fri, 05 May Jun Jul Aug Sep Oct Nov Dec Sat, Sun,
MIME-Version: 1.0
Content-Type: multipart/signed; protocol="application/pgp-signature"; micalg=pgp-sha512; boundary="
Content-Type: multipart/report; report-type=delivery-status; boundary="
Content-Type: text/calendar; charset="utf-8"; method=REQUEST
Content-Type: application/octet-stream; name="
Content-Type: application/vnd.openxmlformats-officedocument.wordprocessingml.document; name=".docx"
Content-Type: image/jpeg; name=".jpg"
Content-Type: image/png; name="image001.png"
Content-Description: image001.png
Content-Disposition: inline; filename="image001.png"; size=; creation-date="
Content-ID: <image001.png@01D
X-Attachment-Id: f_
Content-Type: multipart/related; boundary="----=_NextPart_000_
Content-Type: multipart/mixed; boundary="----=_Part_
Content-Type: multipart/mixed; boundary="000000000000
Content-Type: application/pdf; name=".pdf"
Content-Disposition: attachment; filename=".pdf"
Content-Transfer-Encoding: base64

Content-Type: multipart/alternative;
\tboundary="
Content-Type: text/plain; charset="us-ascii"
Content-Transfer-Encoding: 7bit
Content-Type: text/plain; charset="iso-8859-1"
Content-Transfer-Encoding: 8bit
Content-Type: text/plain; charset=UTF-8; format=flowed; delsp=yes
Content-Type: text/plain; charset="utf-8"
Content-Transfer-Encoding: quoted-printable

-----Original Message-----
---------- Forwarded message ---------
On  wrote:
> > Dear Hello Hi, Thank you for your order. Please Thanks, Best regards, Kind regards, Sent from my iPhone
View this email in your browser. You are receiving this email because you signed up. To unsubscribe, click here. Manage your preferences. Privacy policy. All rights reserved. Copyright \u00a9 2026. Contact us.
https://www.facebook.com/ https://www.instagram.com/ https://www.linkedin.com/company/ https://twitter.com/ https://www.youtube.com/

Content-Type: text/html; charset="utf-8"
Content-Transfer-Encoding: quoted-printable

<html xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:w="urn:schemas-microsoft-com:office:word" xmlns:m="http://schemas.microsoft.com/office/2004/12/omml" xmlns="http://www.w3.org/TR/REC-html40"><head><meta name="Generator" content="Microsoft Word 15 (filtered medium)"><style><!--
/* Font Definitions */
@font-face
\t{font-family:"Cambria Math";
\tpanose-1:2 4 5 3 5 4 6 3 2 4;}
/* Style Definitions */
p.MsoNormal, li.MsoNormal, div.MsoNormal
\t{margin:0cm;
\tfont-size:11.0pt;
\tfont-family:"Calibri",sans-serif;
\tmso-fareast-language:EN-US;}
a:link, span.MsoHyperlink
\t{mso-style-priority:99;
\tcolor:#0563C1;
\ttext-decoration:underline;}
span.EmailStyle17
\t{mso-style-type:personal-compose;}
.MsoChpDefault
\t{mso-style-type:export-only;}
@page WordSection1
\t{size:612.0pt 792.0pt;
\tmargin:72.0pt 72.0pt 72.0pt 72.0pt;}
div.WordSection1
\t{page:WordSection1;}
--></style><!--[if gte mso 9]><xml><o:shapedefaults v:ext="edit" spidmax="1026" /></xml><![endif]--></head><body lang="EN-US" link="#0563C1" vlink="#954F72" style="word-wrap:break-word"><div class="WordSection1"><p class="MsoNormal"><span lang="EN-US"><o:p>&nbsp;</o:p></span></p><div style="border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm"><b>From:</b> <b>Sent:</b> <b>To:</b> <b>Subject:</b>
<body style="overflow-wrap: break-word; -webkit-nbsp-mode: space; line-break: after-white-space;"><div><br></div><blockquote type="cite" cite="mid:">
<div dir="ltr"><br></div><br><div class="gmail_quote gmail_quote_container"><div dir="ltr" class="gmail_attr">On , &lt;<a href="mailto:">&gt; wrote:<br></div><blockquote class="gmail_quote" style="margin:0px 0px 0px 0.8ex;border-left:1px solid rgb(204,204,204);padding-left:1ex">
<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<!doctype html><html lang="en" dir="auto" xmlns="http://www.w3.org/1999/xhtml" xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"><head><title></title><!--[if !mso]><!--><meta http-equiv="X-UA-Compatible" content="IE=edge"><!--<![endif]--><meta charset="utf-8"><meta http-equiv="Content-Type" content="text/html; charset=UTF-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="format-detection" content="telephone=no, date=no, address=no, email=no"><meta name="x-apple-disable-message-reformatting"><meta name="color-scheme" content="light dark"><!--[if gte mso 9]><xml><o:OfficeDocumentSettings><o:AllowPNG/><o:PixelsPerInch>96</o:PixelsPerInch></o:OfficeDocumentSettings></xml><![endif]--><link href="https://fonts.googleapis.com/css?family=Roboto:300,400,500,700" rel="stylesheet" type="text/css">
<style type="text/css">
#outlook a { padding:0; }
.ExternalClass, .ReadMsgBody { width:100%; }
body { margin:0; padding:0; width:100% !important; -webkit-text-size-adjust:100%; -ms-text-size-adjust:100%; }
table, td { border-collapse:collapse; mso-table-lspace:0pt; mso-table-rspace:0pt; }
img { border:0; height:auto; line-height:100%; outline:none; text-decoration:none; -ms-interpolation-mode:bicubic; }
a[x-apple-data-detectors] { color:inherit !important; text-decoration:none !important; font-size:inherit !important; }
p { display:block; margin:13px 0; }
@media only screen and (max-width:480px) { .container { width:100% !important; max-width:100% !important; display:block !important; padding:0 !important; } }
@media (prefers-color-scheme: dark) { .dark { background-color:#000000 !important; color:#ffffff !important; } }
</style></head><body style="margin:0;padding:0;background-color:#ffffff;word-spacing:normal;"><div style="display:none;font-size:1px;line-height:1px;max-height:0px;max-width:0px;opacity:0;overflow:hidden;mso-hide:all;">&#847;&zwnj;&nbsp;&#8199;&shy;</div><center><table width="100%" height="100%" cellpadding="0" cellspacing="0" border="0" bgcolor="#f4f4f4" role="presentation" style="border-radius:4px;border:1px solid #e5e5e5;letter-spacing:normal;"><tr><td align="center" valign="top" style="padding:20px;"><font face="Arial" size="2" color="#333333"><strong><b></b></strong></font><h1 style="margin:0;"></h1><h2></h2><ul><li></li></ul><p style="margin:0 0 16px 0;padding:0;font-family:'Helvetica Neue',Helvetica,Arial,sans-serif;font-size:16px;font-weight:normal;line-height:24px;color:#333333;"><span style="color:#000000;font-size:14px;font-family:arial,helvetica,sans-serif;"></span><br />&nbsp;&copy;&rsquo;&amp;</p></td></tr></table></center>
<!--[if mso | IE]><table align="center" border="0" cellpadding="0" cellspacing="0" class="" role="presentation" style="width:600px;" width="600" bgcolor="#ffffff" ><tr><td style="line-height:0px;font-size:0px;mso-line-height-rule:exactly;"><![endif]--><div style="background:#ffffff;background-color:#ffffff;margin:0px auto;max-width:600px;"><table align="center" border="0" cellpadding="0" cellspacing="0" role="presentation" style="background:#ffffff;background-color:#ffffff;width:100%;"><tbody><tr><td style="direction:ltr;font-size:0px;padding:20px 0;text-align:center;"><!--[if mso | IE]><table role="presentation" border="0" cellpadding="0" cellspacing="0"><tr><td class="" style="vertical-align:top;width:600px;" ><![endif]--><div class="mj-column-per-100 mj-outlook-group-fix" style="font-size:0px;text-align:left;direction:ltr;display:inline-block;vertical-align:top;width:100%;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" style="vertical-align:top;" width="100%"><tbody><tr><td align="center" style="font-size:0px;padding:10px 25px;word-break:break-word;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" style="border-collapse:collapse;border-spacing:0px;"><tbody><tr><td style="width:550px;"><a href="https://?utm_source=newsletter&amp;utm_medium=email&amp;utm_campaign=" target="_blank" rel="noopener" style="color:#0000ee;text-decoration:none;"><img alt="" height="auto" src="https://.jpg" style="border:0;display:block;outline:none;text-decoration:none;height:auto;width:100%;font-size:13px;" width="550" /></a></td></tr></tbody></table></td></tr><tr><td align="left" style="font-size:0px;padding:10px 25px;word-break:break-word;"><div style="font-family:Ubuntu, Helvetica, Arial, sans-serif;font-size:13px;font-weight:bold;line-height:1.5;text-align:left;color:#000000;"></div></td></tr></tbody></table></div><!--[if mso | IE]></td></tr></table><![endif]--></td></tr></tbody></table></div><!--[if mso | IE]></td></tr></table><![endif]--></div><img src="https://" width="1" height="1" border="0" alt="" style="display:block;height:1px;width:1px;border:0;"></body></html>
`.replaceAll('\n', '\r\n'),
)
