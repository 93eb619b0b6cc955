# The Korean of en/find.ftl; what the arguments are is said there.

find-too-long = 식이 너무 깁니다. 일부를 빼세요
find-missing = { $at }번째 문자: AND나 OR 옆에 식이 없습니다. 식을 쓰거나 그 단어를 빼세요
find-no-operator = { $at }번째 문자: 식 "{ $text }"에 올바른 연산자가 없습니다. rt > 200이나 name *= reviews처럼 피연산자, 연산자, 값을 쓰세요
find-unknown-operand = { $at }번째 문자: "{ $text }"에 노드나 간선의 피연산자가 아닌 것이 있습니다. 이름으로 찾으려면 name *= 뒤에 이름을 쓰세요. "?"에 모든 피연산자가 있습니다
find-no-label = { $at }번째 문자: "{ $text }"에 레이블 이름이 없습니다. label:tier = web처럼 콜론 뒤에 키를 쓰세요
find-not-simulated = { $at }번째 문자: "{ $text }"에 해당하는 것이 플레이그라운드에 없습니다. 시뮬레이션한 메시에 없는 것을 찾는 식입니다. 빼세요
find-counted-as-requests = { $at }번째 문자: "{ $text }"{ PARTICLE("으로/로") }는 아무것도 찾지 못합니다. 노드는 모든 프로토콜의 호출을 요청으로 셉니다. httpin이나 httpout을 쓰거나, 간선을 http, grpc, tcp로 찾으세요
find-takes-no-value = { $at }번째 문자: "{ $text }"{ PARTICLE("은/는") } 연산자와 값을 받지 않습니다. 단어만 쓰거나 앞에 !를 붙이세요
find-not-for-figures = { $at }번째 문자: "{ $text }"{ PARTICLE("은/는") } 수를 비교합니다. = != > >= < <= 중 하나를 쓰세요
find-not-for-texts = { $at }번째 문자: "{ $text }"{ PARTICLE("은/는") } 텍스트를 비교합니다. = != *= ^= $= !*= !^= !$= 중 하나를 쓰세요
find-not-a-number = { $at }번째 문자: "{ $text }"에는 수가 와야 합니다. 숫자를 쓰거나, 값이 없음을 뜻하는 NaN을 쓰세요
find-no-value = { $at }번째 문자: "{ $text }"의 연산자 뒤에 아무것도 없습니다. 값을 쓰세요
find-node-and-edge = { $at }번째 문자: "{ $text }"처럼 노드와 간선의 조건을 AND로 묶을 수 없습니다. OR로 묶으세요
