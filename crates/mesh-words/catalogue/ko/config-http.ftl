# The Korean of en/config-http.ftl; what the arguments are is said there.

## Characters: parts of the sentences below

config-character-control = 제어 문자 { $code }
config-character-line-break = 줄 바꿈({ $code })
config-character-other = 문자 { $code }
config-character-shown = `{ $character }`
config-character-space = 공백
config-character-tab = 탭

## Methods

config-method-character = `{ $method }`{ PARTICLE("은/는") } 메서드가 아닙니다. { $character }{ PARTICLE("이/가") } 들어 있습니다. `GET`처럼 글자로만 쓰세요
config-method-empty = 메서드가 비어 있습니다. `GET`처럼 쓰세요
config-method-long = `{ $method }`{ PARTICLE("은/는") } 메서드가 아닙니다. `GET`처럼 쓰세요

## Headers

config-header-character = `{ $name }`{ PARTICLE("은/는") } 헤더 이름이 아닙니다. { $character }{ PARTICLE("이/가") } 들어 있습니다. 글자와 숫자, `-`만 쓰세요
config-header-empty = 이름 없는 헤더입니다. `name: value` 형식으로 쓰세요
config-header-pseudo = `{ $name }`{ PARTICLE("은/는") } 헤더 이름이 아닙니다. `:`으로 시작하는 이름은 HTTP/2 자신만 씁니다. URL이나 메서드, 또는 `host` 헤더를 쓰세요
config-header-value = `{ $name }` 헤더의 값에 { $character }{ PARTICLE("이/가") } 들어 있습니다. 빼세요

## URLs

config-url-bytes = URL `{ $url }`{ PARTICLE("을/를") } 읽을 수 없습니다. { $bytes }바이트인데, { $most }바이트까지만 받습니다
config-url-host-character = URL `{ $url }`{ PARTICLE("을/를") } 읽을 수 없습니다. 호스트에 { $character }{ PARTICLE("이/가") } 들어 있습니다. `http://reviews:9080/path`처럼 쓰세요
config-url-host-none = URL `{ $url }`{ PARTICLE("을/를") } 읽을 수 없습니다. 호스트가 없습니다. `http://reviews:9080/path`처럼 쓰세요
config-url-host-not-ascii = URL `{ $url }`{ PARTICLE("을/를") } 읽을 수 없습니다. 호스트에 { $character }{ PARTICLE("이/가") } 들어 있는데, DNS는 이것을 `xn--…` 같은 ASCII로만 압니다. `http://reviews:9080/path`처럼 쓰세요
config-url-path-character = URL `{ $url }`{ PARTICLE("을/를") } 읽을 수 없습니다. 경로에 { $character }{ PARTICLE("이/가") } 들어 있습니다. 공백을 `%20`으로 쓰듯 퍼센트 코드로 쓰세요
config-url-port = URL `{ $url }`{ PARTICLE("을/를") } 읽을 수 없습니다. 포트가 1~65535의 숫자가 아닙니다. `http://reviews:9080/path`처럼 쓰세요
config-url-port-none = URL `{ $url }`{ PARTICLE("을/를") } 읽을 수 없습니다. 포트가 없는데, 바이트 전송에는 기본 포트가 없습니다. `tcp://db:5432`처럼 쓰세요
config-url-scheme = URL `{ $url }`{ PARTICLE("을/를") } 읽을 수 없습니다. 스킴이 http, https, tls, tcp가 아닙니다. `http://reviews:9080/path`처럼 쓰세요
config-url-user = URL `{ $url }`{ PARTICLE("을/를") } 읽을 수 없습니다. `@` 앞에 사용자가 있는데, 이것을 보내는 클라이언트는 없습니다. 빼거나 `authorization: Basic …` 헤더를 보내세요
