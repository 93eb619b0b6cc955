# The Korean of en/lesson.ftl; what the arguments are is said there.

## Its files

lesson-action-empty = 동작은 무언가를 해야 합니다. `patches`나 `commands`를 넣으세요
lesson-action-typed = `typed: true`는 학습자가 직접 쓰는 변경을 뜻합니다. 동작에 `patches`를 넣으세요
lesson-anchor = 링크가 `#{ $step }`{ PARTICLE("을/를") } 가리키지만, id가 그런 단계가 없습니다
lesson-asterisk = 별표가 그대로 표시됩니다. 닫는 `*` 바로 뒤에 글자가 오면 바로 앞도 글자여야 합니다. `*감지*(detection)를`처럼 쓰세요. 별표 자체는 `\*`로 씁니다
lesson-before-heading = 첫 단계 앞에는 아무것도 둘 수 없습니다. `## 제목 {"{"}#id{"}"}`로 단계를 시작하세요
lesson-check-expects = 검사에는 기대하는 것이 있어야 합니다. 수치와 한계의 목록인 `expect`를 넣으세요
lesson-check-line = 검사의 글은 무엇이 지켜져야 하는지 말하는 한 문단입니다
lesson-choice = 선택지는 { $count }개인데 `choice: { $right }`{ PARTICLE("이/가") } 정답이라고 되어 있습니다. 선택지 목록은 펜스 끝에 두고 1부터 셉니다
lesson-choice-none = 선택지로 답하지 않는 질문은 목록으로 끝날 수 없습니다
lesson-choices = 선택지는 두 문단으로 된 항목입니다. 첫 문단이 선택지이고, 빈 줄 다음에 공백 두 칸을 들여쓴 문단이 답변입니다. 적어도 두 개가 필요합니다
lesson-deep = 너무 깊이 중첩되어 있습니다. 더 얕게 쓰세요
lesson-dock = `{ $dock }` 탭은 없습니다. `dock`에는 { OR($known) } 중 하나를 쓰세요
lesson-fence = `{ $fence }`{ PARTICLE("은/는") } 단계의 부분({ OR($parts) })도, 아는 코드 언어({ OR($languages) })도 아닙니다
lesson-fence-again = 이 단계에는 `{ $fence }`{ PARTICLE("이/가") } 하나 더 많습니다. 이름은 한 번씩, hint는 세 개, after는 한 개입니다
lesson-fence-empty = `{ $fence }`{ PARTICLE("이/가") } 비어 있습니다. 펜스 사이에 글을 쓰세요
lesson-fence-id = 펜스 `{ $fence }`{ PARTICLE("은/는") } ```` ```{ $wanted } ````처럼 시작해야 합니다. 이름이 있다면 영문 소문자, 숫자, 하이픈으로 쓰세요
lesson-fence-inside = `{ $fence }`{ PARTICLE("이/가") } 다른 것 안에 있습니다. 단계의 부분은 줄의 처음에서 따로 시작합니다
lesson-fence-open = 펜스 `{ $fence }`{ PARTICLE("이/가") } 닫히지 않았습니다. 같은 개수의 백틱만 있는 줄로 닫으세요
lesson-field = 여기에 `{ $field }` 필드는 없습니다. 쓸 수 있는 필드: { AND($known) }
lesson-fields-expected = 여기에는 필드가 와야 합니다: { AND($known) }
lesson-figure-check = 이 단계나 앞 단계에 수치를 보여 줄 검사 `{ $check }`{ PARTICLE("이/가") } 없습니다
lesson-figure-computed = `{ $says }`{ PARTICLE("은/는") } { $is }입니다. `{ $figure }`{ PARTICLE("과/와") } 다릅니다. 글에 쓴 소수 자릿수대로 쓰세요
lesson-figure-number = 검사 `{ $check }`{ PARTICLE("이/가") } 보는 수치는 { $count }개입니다. `expect`의 순서대로 1부터 세세요
lesson-figure-reason = `{ $figure }`{ PARTICLE("이/가") } `100 / 7`처럼 어디서 나오는지, 또는 왜 그런지 { $most }자 안으로 쓰세요
lesson-figure-typed = `{ $figure }`{ PARTICLE("은/는") } 손으로 쓴 수치입니다. 시나리오에도, 이 단계까지의 변경에도 없고 어떤 검사도 증명하지 않습니다. 실행의 결과는
    {"{{"}검사-이름{"}}"}으로 쓰세요. 다른 수치에서 나오는 것이나 사실은 { $file }의 `figures`에 쓰세요
lesson-figure-unsaid = 여기에 `{ $figure }`{ PARTICLE("이/가") } 있지만 단계의 글에는 나오지 않습니다. 빼세요
lesson-figures-expected = 여기에는 수치가 옵니다. `14.3: 100 / 7`처럼 어디서 나오는지, 또는 왜 그런지 함께 쓰세요
lesson-first-prediction = 처음 { $most }단계 안에 질문이 없습니다. 일찍 예측하게 하세요(```` ```predict ````)
lesson-front = 파일은 `---` 줄로 시작하고, YAML로 쓴 { AND($known) }, 그리고 다시 `---` 줄이 옵니다
lesson-front-field = `{ $field }`{ PARTICLE("이/가") } 없습니다. 두 `---` 줄 사이에 쓰세요
lesson-heading-id = 단계에는 제목이 바뀌어도 그대로인 이름이 있어야 합니다. 제목 뒤에 {"{"}#ten-percent{"}"}처럼 영문 소문자, 숫자, 하이픈으로 쓰세요
lesson-heading-level = 제목은 단계에만, `#` 두 개로 씁니다. 대신 굵은 글씨 줄을 쓰세요
lesson-hint-answer = 마지막 힌트는 `{ $question }`의 답이 `{ $answer }`{ PARTICLE("이라고/라고") } 하지만 정답은 다릅니다
lesson-hint-code = `{ $step }`의 마지막 힌트는 학습자가 쓸 것을 보여 주어야 합니다. 동작의 `text`에 그대로 있는 줄을 코드로 쓰세요
lesson-hint-command = 동작에 속한 `{ $command }`{ PARTICLE("을/를") } 실행하라는 말이 어디에도 없습니다. 글이나 힌트에 코드로 쓰세요
lesson-hints = 단계 `{ $step }`에는 동작이 있으므로 힌트가 세 개 있어야 합니다. 가벼운 귀띔에서 시작해 마지막에는 전부 알려 주세요. 지금은 { $count }개입니다
lesson-html = HTML은 표시되지 않습니다. Markdown으로 쓰거나 백틱 사이에 코드로 쓰세요
lesson-id = `{ $id }`{ PARTICLE("은/는") } 이름이 아닙니다. 영문 소문자, 숫자, 하이픈을 쓰세요
lesson-image = 이미지는 표시되지 않습니다. 글 옆의 메시가 그림입니다
lesson-language-minutes = `{ $language }`에서는 { $minutes }분입니다. 같은 수를 쓰세요
lesson-language-parts = 단계 `{ $step }`의 부분이 `{ $language }`{ PARTICLE("과/와") } 다릅니다. 그쪽은 `{ $wanted }`, 여기는 `{ $found }`입니다
lesson-language-steps = 단계가 `{ $language }`{ PARTICLE("과/와") } 다릅니다. 순서대로 { AND($steps) }입니다
lesson-large-file = 파일이 { $kibibytes } KiB보다 커서 읽지 않습니다. 줄이세요
lesson-last-action = 마지막 단계는 모두 학습자에게 맡깁니다. 동작을 둘 수 없습니다
lesson-last-step = 마지막 단계는 `yours`여야 하는데 `{ $step }`입니다. 열린 과제와 함께 `## 이제 직접 해 보세요 {"{"}#yours{"}"}`를 추가하세요
lesson-link = 링크가 `{ $address }`{ PARTICLE("을/를") } 가리킵니다. https:// 사이트, 플레이그라운드의 페이지(/…), 단계(#…)만 가리킬 수 있습니다
lesson-look-line = `line`은 `file`의 한 줄에 있는 글입니다. 어느 파일인지 쓰세요
lesson-many-files = 폴더에 파일이 { $most }개보다 많아서 읽지 않습니다. 레슨에 속하지 않는 것을 빼세요
lesson-many-names = { $most }개보다 많습니다. 나머지는 빠집니다
lesson-markdown = 이것은 표시되지 않습니다. 문단, 목록, 표, 인용, 코드, 링크, 굵은 글씨, 강조를 쓰세요
lesson-minutes = `minutes`는 1부터 60까지의 정수입니다
lesson-mistake-sign = 실수 `{ $name }`{ PARTICLE("은/는") } 한 가지 방법으로 감지합니다. 그때 통과하는 `check`나, 코드를 쓴 `finding` 중 하나를 쓰세요
lesson-mistake-try = 실수 `{ $name }`에 `try`가 없습니다. 실수를 감지한다는 것을 증명할 수 있도록, 실수를 일으키는 것(`patches`, `commands`)을 쓰세요
lesson-name-taken = `{ $name }`{ PARTICLE("은/는") } 이미 쓰였습니다. 이름은 한 번씩만 씁니다
lesson-names-expected = 여기에는 이름과 그에 딸린 것이 옵니다. 없으면 빼세요
lesson-no-part = `{ $name }`에 글은 있지만 { $file }의 `{ $field }`에 그런 이름이 없습니다
lesson-no-steps = 단계가 없습니다. 각 단계는 `## 제목 {"{"}#id{"}"}`로 시작합니다
lesson-no-words = 이 폴더에 lesson.en.md가 없습니다
lesson-no-words-of = 글이 없습니다. { $file }의 단계 `{ $step }`에 ```` ```{ $fence } ````를 쓰세요
lesson-one-document = 파일에는 문서가 하나만 있어야 합니다. `---`와 그 뒤를 빼세요
lesson-patch = 변경에는 `file`이 있고, `text`나 `delete` 또는 둘 다 있어야 합니다
lesson-patch-delete = `{ $reference }`{ PARTICLE("은/는") } 오브젝트의 이름이 아닙니다. Kind/name이나 Kind/namespace/name으로 쓰세요
lesson-patch-file = `{ $file }`{ PARTICLE("은/는") } 시나리오의 파일이 아닙니다. mesh.yaml이나 Dockerfile처럼 레슨 옆의 파일을 폴더 없이 쓰세요
lesson-patch-yaml = 변경의 글을 읽을 수 없습니다: { $problem }
lesson-placeholder = 이중 중괄호 안의 `{ $placeholder }`{ PARTICLE("은/는") } 수치가 아닙니다. 검사의 이름을 쓰고, 필요하면 점 뒤에 몇 번째 기대인지 1부터 세어 쓰세요
lesson-predict-check = `number: { $check }`, `figure: { $figure }`{ PARTICLE("은/는") } 이 단계 검사의 수치가 아닙니다. `figure`는 검사의 기대를 0부터 셉니다
lesson-predict-right = `{ $id }`의 정답을 알 수 없습니다. `choice`(1부터), `within`이 있는 `number`, `app`이 있는 `node` 중 하나를 쓰세요
lesson-settle = `settle`은 30s처럼 쓰며 최대 { $most }초입니다
lesson-step-empty = 단계에는 제목과 글이 있어야 합니다
lesson-step-name = { $file }{ PARTICLE("은/는") } 단계의 파일이 아닙니다. steps/ID.yaml이어야 합니다
lesson-step-unknown = id가 `{ $step }`인 단계가 없습니다. 제목 뒤의 id에 맞춰 파일 이름을 지으세요
lesson-text-expected = `{ $field }`에는 글이 옵니다
lesson-texts-expected = `{ $field }`에는 글의 목록이 옵니다
lesson-too-long = { $what }: { $count }자입니다. 한눈에 읽을 수 있는 것은 { $most }자까지입니다. 줄이세요
lesson-true-expected = `{ $field }`에는 true나 false가 옵니다

## What it does

lesson-play-early = 동작 전에 이미 통과합니다({ AND($seen) }). 학습자가 아무것도 하지 않아도 끝나 버립니다
lesson-play-fails = 동작 후에 통과하지 않습니다. 기대: { AND($expected) }. 관찰: { AND($seen) }
lesson-play-figure = 검사 `{ $check }`{ PARTICLE("이/가") } 정답이 될 수치를 보지 못했습니다
lesson-play-file = 그때 없는 `{ $file }`{ PARTICLE("을/를") } 보여 주려 합니다. 있는 파일: { AND($known) }
lesson-play-fires = 올바른 동작 뒤에도 실수로 감지합니다({ AND($seen) })
lesson-play-fires-early = 동작하고 { $seconds }초 뒤, 올바른 길에서도 실수로 감지합니다. 잠깐 걸리는 것이 아니라 잘못된 것을 보게 하세요
lesson-play-lapses = 동작 후에는 통과하지만 { $seconds }초 뒤에는 통과하지 않습니다({ AND($seen) }). 의도한 것이라면 언제 볼지(`at`, `to`) 쓰세요
lesson-play-line = 그때 `{ $file }`에는 `{ $line }`{ PARTICLE("이/가") } 있는 줄이 없습니다
lesson-play-node = 그래프에 앱 `{ $app }`, 버전 `{ $version }`인 노드가 없습니다
lesson-play-passes = 실수를 해도 모든 검사가 통과해서 아무도 알려 주지 않습니다. 그때 잘못된 것을 검사가 보게 하세요
lesson-play-select = 그래프에 `{ $name }`{ PARTICLE("이라는/라는") } 앱, 워크로드, 서비스가 없습니다
lesson-play-silent = `try`를 실행해도 실수를 감지하지 못합니다({ AND($seen) })
lesson-play-stale = 동작이 쓴 것이 실행되지 않습니다: { $problem }
lesson-play-summary = { $title }: { $tried }가지를 해 보았고, { $wrong ->
    [0] 모두 제대로입니다
   *[other] { $wrong }가지가 잘못되었습니다
}
lesson-play-unknown = 측정되지 않았습니다. 주어진 작업량이 모자랐거나, 단계가 끝난 뒤의 것을 보려 했습니다
lesson-play-untouched = 아무것도 하지 않았는데 실수로 감지합니다({ AND($seen) })

## command-line.ftl and problems.ftl

command-check-missed-rules = { OR($rules) }에 관련된 요청을 살펴본 검사가 없습니다.
command-check-missed-subsets = { OR($subsets) }{ PARTICLE("으로/로") } 간 요청을 살펴본 검사가 없습니다.
command-lesson-exists = { $folder }{ PARTICLE("은/는") } 이미 있습니다. 다른 이름을 쓰거나 --in으로 다른 폴더를 고르세요
command-lesson-link = { $folder }{ PARTICLE("은/는") } 폴더를 가리키는 링크라서 따라가지 않습니다. 폴더 자체를 그 자리에 두세요
problem-no-lesson = `{ $slug }` 레슨은 없습니다. 있는 레슨: { AND($known) }.
problem-no-step = 레슨 `{ $slug }`에 단계 `{ $step }`{ PARTICLE("이/가") } 없습니다. 있는 단계: { AND($known) }.
