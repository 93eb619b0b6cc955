# What is said of requests that HTTP does not take.

## Characters: parts of the sentences below

# $code: such as U+000D.
config-character-control = the control character { $code }
config-character-line-break = a line break ({ $code })
config-character-other = the character { $code }
config-character-shown = `{ $character }`
config-character-space = a space
config-character-tab = a tab

## Methods

config-method-character =
    `{ $method }` is no method: it holds { $character }; write letters alone, such as `GET`
config-method-empty = the method is empty; write one, such as `GET`
config-method-long = `{ $method }` is no method; write one, such as `GET`

## Headers

config-header-character =
    `{ $name }` is no name of a header: it holds { $character }; use letters, digits and `-`
config-header-empty = a header without a name; write `name: value`
config-header-pseudo =
    `{ $name }` is no name of a header: it begins with `:`, as only HTTP/2 itself writes them; use the URL, the method
    or the header `host`
config-header-value = the value of the header `{ $name }` holds { $character }; leave it out

## URLs

config-url-bytes = cannot read the URL `{ $url }`: it has { $bytes } bytes; { $most } at most are taken
config-url-host-character =
    cannot read the URL `{ $url }`: its host holds { $character }; write it as `http://reviews:9080/path`
config-url-host-none =
    cannot read the URL `{ $url }`: it names no host; write it as `http://reviews:9080/path`
config-url-host-not-ascii =
    cannot read the URL `{ $url }`: its host holds { $character }, which DNS knows only in ASCII, as `xn--…`; write it
    as `http://reviews:9080/path`
config-url-path-character =
    cannot read the URL `{ $url }`: its path holds { $character }; write it in percent codes, as `%20` for a space
config-url-port =
    cannot read the URL `{ $url }`: its port is not a number from 1 to 65535; write it as `http://reviews:9080/path`
config-url-port-none =
    cannot read the URL `{ $url }`: it names no port, and bytes have none of their own; write it as `tcp://db:5432`
config-url-scheme =
    cannot read the URL `{ $url }`: its scheme is not http, https, tls or tcp; write it as `http://reviews:9080/path`
config-url-user =
    cannot read the URL `{ $url }`: it names a user before `@`, which no client sends on; leave it out, or send the
    header `authorization: Basic …`
