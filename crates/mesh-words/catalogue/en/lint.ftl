### What is said of findings as such, and parts that several lint rules share.

## As many findings as an answer holds

findings-left-out = and { $count } more { $count ->
        [one] finding
       *[other] findings
    }: { $errors } { $errors ->
        [one] error
       *[other] errors
    }, { $warnings } { $warnings ->
        [one] warning
       *[other] warnings
    }, { $remarks } { $remarks ->
        [one] remark
       *[other] remarks
    }. Mend those that are listed, or have all of them printed by `mesh-playground lint`.
findings-left-out-of-resource = More than { $most } findings as { $code } are in { $kind } { $name }: mend those that are
    listed to see the others.

## What is implied

# $reason is a part of a sentence: why it is there.
implied = Implied { $kind } { $name }: { $reason }

## Fixes

suggestion-change-to = Change to `{ $text }`

## Servers of Gateways

# A part of other sentences, also at their beginning.
gateway-servers-title = port { $port } of Gateway { $gateway }

## Several documents of one name

repeated-names-later-refused = { $kind } { $name } stays: a later document of the same name is refused.
repeated-names-replaced = { $kind } { $name } is not in the cluster: a later document of the same name replaces it, as
    `kubectl apply` does. Give one of them another name, or make one of both.
repeated-names-twice = { $kind } { $name } is written twice, word for word: leave one out.
repeated-names-patch = { $kind } { $name } is a patch, says a kustomization.yaml: the document of the same name is taken as
    it is, without it. Run `kustomize build` and use what it prints.
repeated-names-partial = { $kind } { $name } has the name of an earlier document and lacks what the API server asks for: it
    looks like a patch, and the earlier one is taken as it is. Run `kustomize build` and use what it prints.
repeated-names-refused = { $kind } { $name } replaces nothing of the same name: it is refused.
repeated-names-replaces = { $kind } { $name } replaces { $count } of the same name as a whole: this document, the last, is
    all that the cluster has.
repeated-names-replaces-as-patch = { $kind } { $name } replaces { $count } of the same name as a whole: this document, the
    last, is all that the cluster has. It looks like a patch: run `kustomize build` and use what it prints.
repeated-names-base = { $kind } { $name } is taken as it is, without the patch of the same name. Run `kustomize build`.

## Dockerfiles

dockerfile-shell-entrypoint = ENTRYPOINT { $text } is the shell form: CMD, arguments of docker run and args of a pod are no part of it. Write it as a JSON array
dockerfile-shell-command = CMD { $text } is the shell form behind an ENTRYPOINT: its arguments are /bin/sh, -c and the text. Write it as a JSON array
dockerfile-no-json = { $text } is no JSON array of strings in double quotes, so it is a text for a shell
