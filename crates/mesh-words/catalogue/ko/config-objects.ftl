# The Korean of en/config-objects.ftl; what the arguments are is said there.

## Objects

config-object-no-kind = `kind`가 없는 오브젝트입니다. `networking.istio.io/v1`과 `VirtualService`처럼 `apiVersion`과 `kind` 줄을 추가하세요
config-object-no-name = 이름이 없는 오브젝트입니다. `metadata: {"{"}name: …{"}"}`을 추가하세요
config-object-none = 오브젝트가 아닙니다. `apiVersion`, `kind`, `metadata` 줄로 시작하세요

## Kinds

config-kind-ignored = { $kind }{ PARTICLE("은/는") } 남겨 두지만 무시합니다. 플레이그라운드가 시뮬레이션하지 않습니다
config-kind-ignored-of-group = `{ $version }`의 { $kind }{ PARTICLE("은/는") } 남겨 두지만 무시합니다. 플레이그라운드가 시뮬레이션하지 않습니다
config-kind-near-name = 종류 `{ $kind }`{ PARTICLE("은/는") } 무시합니다. 혹시 `{ $near }`입니까?
config-kind-near-version = `{ $version }`의 { $kind }{ PARTICLE("은/는") } 무시합니다. 혹시 `{ $near }`입니까?

## Kinds that Istio had once

config-kind-former = `{ $version }`의 { $kind }{ PARTICLE("은/는") } Istio에서 없어진 종류입니다. { $cure }
config-successor-authentication = 상호 TLS는 PeerAuthentication으로, 토큰은 RequestAuthentication으로 쓰세요
config-successor-authorization = AuthorizationPolicy를 쓰세요
config-successor-destination-policy = `trafficPolicy`가 있는 DestinationRule을 쓰세요
config-successor-egress-rule = ServiceEntry를 쓰세요
config-successor-ingress-rule = Gateway와 거기에 연결된 VirtualService를 쓰세요
config-successor-mixer = Mixer에 속한 종류였습니다. 메트릭과 로그는 Telemetry로, 허용할 요청은 AuthorizationPolicy로 쓰세요
config-successor-route-rule = 요청이 갈 곳은 VirtualService로, 거기서 쓰는 서브셋은 DestinationRule로 쓰세요

## Templates

config-template-braces = 템플릿의 `{ $mark }`{ PARTICLE("이/가") } 채워지지 않은 채 남아 있습니다. 값을 채우거나, 템플릿을 렌더링한 결과를 쓰세요
config-template-dollar = `{ $mark }`{ PARTICLE("은/는") } 치환되지 않은 자리 표시자입니다. 값을 채우거나 `envsubst`(또는 그 템플릿의 도구)를 실행하세요
config-template-helm = `{ $mark }`{ PARTICLE("은/는") } Helm 문법입니다. 이것은 매니페스트가 아니라 템플릿입니다. `helm template`으로 렌더링한 결과를 쓰세요

## Files that are no manifests

config-file-chart = 매니페스트가 아니라 Helm 차트의 Chart.yaml이므로 제외합니다. `helm template`으로 차트를 렌더링하세요
config-file-compose = 매니페스트가 아니라 Docker Compose 파일이므로 제외합니다. 메시에 들어갈 것이 없습니다
config-file-json-patch = 매니페스트가 아니라 Kustomize의 JSON 패치이므로 제외합니다. `kubectl kustomize`로 빌드하세요
config-file-kustomization = 매니페스트가 아니라 kustomization이므로 제외합니다. `kubectl kustomize`로 빌드하세요
config-file-no-object = 이 파일에는 Kubernetes 오브젝트가 없어 제외합니다. 오브젝트에는 `apiVersion`, `kind`, `metadata`가 있습니다
config-file-pipeline = 매니페스트가 아니라 빌드 서버의 파이프라인이므로 제외합니다. 메시에 들어갈 것이 없습니다
config-file-values = 매니페스트가 아니라 Helm 차트의 값 파일이므로 제외합니다. `helm template`으로 차트를 렌더링하세요
config-file-workflow = 매니페스트가 아니라 빌드 서버의 워크플로이므로 제외합니다. 메시에 들어갈 것이 없습니다

## Text around YAML

config-excerpt-markdown = YAML이 Markdown에 둘러싸여 있습니다. 코드 블록 안만 읽습니다. 나머지는 지우세요
config-excerpt-shell = YAML이 셸 명령에 둘러싸여 있습니다. 명령이 넘겨주는 내용만 읽습니다. 나머지는 지우세요

## Limits

config-limit-bytes = 텍스트가 { $mebibytes } MiB를 넘습니다. 나머지는 읽지 않습니다. 시나리오를 나누세요
config-limit-combinations = 제외했습니다. 호스트, 포트, 조건, 엔드포인트를 곱한 수가 시뮬레이션할 수 있는 한도를 넘습니다. 나누세요.
config-limit-documents = 문서가 { $most }개를 넘습니다. 나머지는 읽지 않습니다. 시나리오를 나누세요
config-limit-findings = 이 오브젝트의 진단이 { $most }개를 넘습니다. 나머지는 나열하지 않습니다
