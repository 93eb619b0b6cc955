# The Korean of en/lint.ftl; what the arguments are is said there.

## As many findings as an answer holds

findings-left-out = 외 진단 { $count }개: 오류 { $errors }개, 경고 { $warnings }개, 정보 { $remarks }개. 나열된 것을 먼저 고치거나, `mesh-playground lint`로 모두 출력하세요.
findings-left-out-of-resource = { $kind } { $name }에 { $code } 같은 진단이 { $most }개를 넘습니다. 나열된 것을 고치면 나머지가 보입니다.

## What is implied

implied = 자동 추가된 { $kind } { $name }: { $reason }

## Fixes

suggestion-change-to = `{ $text }`{ PARTICLE("으로/로") } 바꾸기

## Servers of Gateways

gateway-servers-title = Gateway { $gateway }의 포트 { $port }

## Several documents of one name

repeated-names-later-refused = { $kind } { $name }{ PARTICLE("은/는") } 그대로 있습니다. 뒤에 나오는 같은 이름의 문서가 거부됩니다.
repeated-names-replaced = { $kind } { $name }{ PARTICLE("은/는") } 클러스터에 없습니다. `kubectl apply`처럼 뒤에 나오는 같은 이름의 문서가 대신합니다. 하나의 이름을 바꾸거나 둘을 합치세요.
repeated-names-twice = { $kind } { $name }{ PARTICLE("이/가") } 글자 하나까지 똑같이 두 번 쓰였습니다. 하나를 빼세요.
repeated-names-patch = kustomization.yaml에 따르면 { $kind } { $name }{ PARTICLE("은/는") } 패치입니다. 같은 이름의 문서를 패치 없이 그대로 사용합니다. `kustomize build`를 실행하고 그 출력을 쓰세요.
repeated-names-partial = { $kind } { $name }{ PARTICLE("은/는") } 앞 문서와 이름이 같고, API 서버가 요구하는 것이 빠져 있습니다. 패치로 보이므로 앞 문서를 그대로 사용합니다. `kustomize build`를 실행하고 그 출력을 쓰세요.
repeated-names-refused = { $kind } { $name }{ PARTICLE("은/는") } 같은 이름의 것을 대신하지 못합니다. 거부됩니다.
repeated-names-replaces = { $kind } { $name }{ PARTICLE("이/가") } 같은 이름의 문서 { $count }개를 통째로 대신합니다. 클러스터에는 마지막인 이 문서만 있습니다.
repeated-names-replaces-as-patch = { $kind } { $name }{ PARTICLE("이/가") } 같은 이름의 문서 { $count }개를 통째로 대신합니다. 클러스터에는 마지막인 이 문서만 있습니다. 패치로 보입니다. `kustomize build`를 실행하고 그 출력을 쓰세요.
repeated-names-base = { $kind } { $name }{ PARTICLE("을/를") } 같은 이름의 패치 없이 그대로 사용합니다. `kustomize build`를 실행하세요.

## Dockerfiles

dockerfile-shell-entrypoint = ENTRYPOINT { $text }{ PARTICLE("은/는") } 셸 형식입니다. CMD, docker run의 인자, 파드의 args가 전달되지 않습니다. JSON 배열로 쓰세요
dockerfile-shell-command = CMD { $text }{ PARTICLE("은/는") } ENTRYPOINT 뒤의 셸 형식입니다. 인자가 /bin/sh, -c와 그 텍스트가 됩니다. JSON 배열로 쓰세요
dockerfile-no-json = { $text }{ PARTICLE("은/는") } 큰따옴표로 감싼 문자열의 JSON 배열이 아니라서 셸에 넘기는 텍스트입니다
