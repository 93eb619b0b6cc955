# The Korean of en/problems.ftl; what the arguments are is said there.

## The API

problem-body = 본문을 읽을 수 없습니다: { $error }.
problem-body-encoded = 본문은 `Content-Encoding` 없이 그대로 보내야 합니다.
problem-body-too-large = 본문은 { $most }바이트까지입니다. 명령줄은 더 많이 받습니다.
problem-body-type = 본문은 JSON이어야 하고, `Content-Type: application/json` 하나와 함께 보내야 합니다.
problem-empty = 시나리오가 비어 있습니다. 저장할 것이 없습니다.
problem-for = `for`: { $problem }.
problem-for-seconds = { $seconds }{ PARTICLE("은/는") } 0 이상의 초가 아닙니다
problem-missing = `{ $field }`{ PARTICLE("이/가") } 빠졌습니다.
problem-name-too-long = `files[{ $index }].name`이 { $count }자입니다. { $most }자까지 받습니다.

## Addresses

problem-address = 주소를 읽을 수 없습니다. `%` 코드가 나타내는 것이 UTF-8 텍스트가 아닙니다.
problem-asset = 그런 파일이 없습니다. 페이지를 다시 불러오세요.
problem-form = 시나리오는 `.{ $form }`{ PARTICLE("이/가") } 아니라 .yaml이나 .json으로 제공합니다.
problem-method = `{ $path }`{ PARTICLE("은/는") } 이 메서드를 받지 않습니다.
problem-no-public-url = 이 서버는 자기 주소를 모릅니다. oEmbed를 쓰려면 --public-url로 시작하세요.
problem-no-scenario = `{ $id }`{ PARTICLE("으로/로") } 저장된 시나리오가 없습니다.
problem-nothing-here = `{ $path }`에는 아무것도 없습니다.
problem-oembed-format = oEmbed는 JSON으로만 답합니다. `format`을 빼세요.
problem-oembed-url = 이 서버의 시나리오나 레슨 링크가 아닙니다. `url`에 서버 주소와 그 뒤의 /s/…, /c/…, /?lesson=… 가운데 하나를 주세요.
problem-stores-nothing = 이 서버는 저장하지 않습니다. 대신 링크로 공유하세요.

## The server

problem-busy = 서버가 이미 한도까지 계산하고 있습니다.
problem-failed = 서버에서 오류가 났습니다. 이유는 서버 로그에 있습니다.
problem-late = 요청이 너무 오래 걸렸습니다.
problem-not-built = 페이지가 빌드되지 않았습니다.
problem-not-built-start = 페이지가 빌드되지 않았습니다. `cargo xtask serve`로 서버를 시작하세요.
problem-not-ready = 저장할 수 없습니다: { $problem }.
problem-store = 지금은 저장소가 동작하지 않습니다. 링크에는 저장소가 필요 없습니다.
problem-title = 오류

## Pages for people

error-page-broken-link = 메일 프로그램은 긴 링크를 여러 줄로 나눕니다. 다음 줄에 나머지가 있는지 보세요.
error-page-failed = 표시할 수 없습니다
error-page-incomplete = 주소가 완전하지 않거나 잘못 쓰였을 수 있습니다.
error-page-incomplete-stored = 주소가 완전하지 않을 수 있습니다. `/s/` 뒤에는 글자와 숫자 12개가 옵니다.
error-page-later = 잠시 후 다시 불러오세요.
error-page-link = 이 링크를 열 수 없습니다
error-page-new-link = 보낸 사람에게 새 링크나 파일을 요청하세요.
error-page-nothing-here = 여기에는 아무것도 없습니다
error-page-nothing-lost = 링크 자체는 이상이 없습니다. 잃어버린 것은 없습니다.
error-page-nothing-stored = 이 주소로 저장된 것이 없습니다
error-page-open = 플레이그라운드 열기
error-page-other-server = 다른 서버에 저장되었을 수 있습니다. 그 서버에서 열어 보세요.
error-page-saved = 복구한 내용
error-page-saved-copy = 플레이그라운드의 새 파일에 복사하세요.
error-page-saved-part = 텍스트의 일부만 읽을 수 있었습니다. 중간에서 끊겼고, 끝부분은 손상되었을 수 있습니다.
error-page-saved-whole = 텍스트 전체를 읽을 수 있었지만 체크섬이 맞지 않습니다. 일부가 손상되었을 수 있습니다.
error-page-unavailable = 지금은 서버가 표시할 수 없습니다

## The store

store-address = `{ $address }`{ PARTICLE("은/는") } 데이터베이스 주소가 아닙니다. sqlite://FILE, postgres://USER@HOST/NAME, none 중 하나를 쓰세요
store-clash = 이 내용에 쓸 수 있는 id가 없습니다
store-database = 데이터베이스: { $error }
store-late = 데이터베이스가 { $seconds }초 안에 응답하지 않았습니다
store-moved = 데이터베이스 파일이 제자리에 없습니다. 되돌려 놓거나, 서버를 다시 시작해 새로 만드세요
store-open = `{ $address }`{ PARTICLE("을/를") } 쓸 수 없습니다: { $cause }
store-open-cure = `{ $address }`{ PARTICLE("을/를") } 쓸 수 없습니다: { $cause }({ $cure })
store-unasked = 데이터베이스에 물어볼 수 없었습니다

## What is to be done about the database

store-cure-folder = 폴더가 있고 쓸 수 있어야 합니다
store-cure-late = 서버가 실행 중인지, 잠금을 잡고 있는 쪽이 없는지 확인하세요
store-cure-locked = 다른 프로세스가 잠금을 잡고 있습니다
store-cure-not-sqlite = SQLite 파일이나 아직 없는 파일을 지정하세요
store-cure-read-only = 쓸 수 있어야 합니다
store-cure-room = 디스크에 공간이 있어야 합니다
store-cure-server = 서버가 실행 중인지 확인하세요
