# The Korean of en/links.ftl; what the arguments are is said there.

link-content = 이 링크에는 시나리오가 들어 있지 않습니다: { $problem }. 새 링크를 받으세요.
link-content-packing = 압축이 깨졌습니다
link-cut-off = 이 링크는 전달되는 중에 잘렸습니다. 끝부분이 없습니다. `1.`부터 마지막 글자까지 전체를 다시 복사하세요.
link-damaged = 이 링크는 전달되는 중에 바뀌었습니다. 체크섬이 맞지 않습니다. `1.`부터 마지막 글자까지 전체를 다시 복사하세요.
link-dictionary = 이 링크의 형식은 `1, dictionary { $dictionary }`인데, 이 플레이그라운드는 형식 1을 읽습니다. 더 새로운 플레이그라운드가 만든 링크입니다.
    거기서 열거나, 이곳이 업데이트되었다면 페이지를 다시 불러오거나, 새 링크를 받으세요.
link-format = 이 링크의 형식은 `{ $format }`인데, 이 플레이그라운드는 형식 1을 읽습니다. 더 새로운 플레이그라운드가 만든 링크입니다.
    거기서 열거나, 이곳이 업데이트되었다면 페이지를 다시 불러오거나, 새 링크를 받으세요.
link-never-sent = 이 실행의 { $seconds }초 동안 요청 `{ $name }`{ PARTICLE("은/는") } 전송되지 않습니다.
link-no-such-request = 여기서는 요청 `{ $name }`{ PARTICLE("을/를") } 보내는 것이 없습니다. `{ $example }`처럼 Traffic의 이름과 번호를 쓰거나, 직접 보낸 요청이면 `send/1`처럼 씁니다.
link-no-traffic = 여기서는 요청 `{ $name }`{ PARTICLE("을/를") } 보내는 것이 없습니다. Traffic이 없습니다.
link-not-reached = 이 실행은 요청 `{ $name }`{ PARTICLE("이/가") } 전송되기 전, { $seconds }초에 멈춥니다.
link-not-sent-yet = 이 요청은 아직 전송되지 않았습니다.
link-send-not-kept = `{ $name }`{ PARTICLE("은/는") } 직접 보낸 요청이라 이 링크에 들어 있지 않습니다. 아래에서 다시 보내세요.
link-none = 시나리오 링크가 아닙니다. 링크는 `1.`로 시작하고 글자와 숫자로 이어집니다. 전체를 다시 복사하세요.
link-too-large = 이 링크는 64 KiB보다 크거나 1 MiB가 넘는 텍스트를 담고 있습니다. 대신 시나리오를 저장하세요.
