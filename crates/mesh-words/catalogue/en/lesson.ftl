# What `mesh-playground lesson check` says of a lesson's files and of what it does. Names of fields, fences and files stay as they
# are.

## Its files

lesson-action-empty = an action does something: give it `patches` or `commands`
lesson-action-typed = `typed: true` is for changes that the learner writes: give the action `patches`
lesson-anchor = the link leads to `#{ $step }`, and no step of the lesson has that id
lesson-asterisk = an asterisk is shown here: where a letter comes behind the closing `*`, one must stand before it, as in `*word*(note)`; write `\*` for an asterisk
lesson-before-heading = nothing may stand before the first step: begin it with `## Its title {"{"}#its-id{"}"}`
lesson-check-expects = a check expects something: give it `expect`, a list of figures with their bounds
lesson-check-line = the words of a check are one paragraph, that says what must hold
lesson-choice = there are { $count } choices, and `choice: { $right }` is to be the right one: the list of choices stands at the end of
    the fence, and the first one is 1
lesson-choice-none = a question that is not answered by a choice cannot end with a list
lesson-choices = each choice is an item of two paragraphs: what is chosen and, behind a blank line and indented by two blanks, what
    is replied; there are at least two
lesson-deep = this stands in too many others: write it flatter
lesson-dock = there is no tab `{ $dock }`: `dock` is { OR($known) }
lesson-fence = `{ $fence }` is no part of a step ({ OR($parts) }) and no language of code that is known ({ OR($languages) })
lesson-fence-again = there is one `{ $fence }` too many in this step: names are used once, hints are three, `after` is one
lesson-fence-empty = `{ $fence }` holds nothing: write its words between the fences
lesson-fence-id = the fence `{ $fence }` begins as ```` ```{ $wanted } ````, with a name of small letters, digits and dashes where it has one
lesson-fence-inside = `{ $fence }` stands inside something else: parts of a step stand by themselves, at the beginning of a line
lesson-fence-open = the fence `{ $fence }` has no end: close it with as many backticks on a line of their own
lesson-field = there is no field `{ $field }` here: it takes { AND($known) }
lesson-fields-expected = here stand fields: { AND($known) }
lesson-figure-check = there is no check `{ $check }` in this step or an earlier one, whose figure could be shown
lesson-figure-computed = `{ $says }` comes to { $is }, which is not `{ $figure }`: write the figure with as many decimals as it is said with
lesson-figure-number = the check `{ $check }` sees { $count ->
    [one] one figure
   *[other] { $count } figures
}: count them from 1, in the order of its `expect`
lesson-figure-reason = say of `{ $figure }` what it follows from, as `100 / 7`, or why it is so, in { $most } characters at most
lesson-figure-typed = `{ $figure }` is typed: neither the scenario nor a step up to this one puts it in, and no check proves it. What came of the run
    is written as {"{{"}NAME-OF-CHECK{"}}"}; what follows from other figures, or is a fact, stands under `figures` in { $file }
lesson-figure-unsaid = `{ $figure }` stands here, and no words of the step say it: take it out
lesson-figures-expected = here stand figures, each with what it follows from, as `14.3: 100 / 7`, or with why it is so
lesson-first-prediction = nothing is asked in the first { $most } steps: ask a learner to predict something early (```` ```predict ````)
lesson-front = the file begins with a line `---`, { AND($known) } as YAML, and another line `---`
lesson-front-field = `{ $field }` is missing: write it between the two `---` lines
lesson-heading-id = a step has a name that stays when its title changes: write it behind the title, as {"{"}#ten-percent{"}"}, of small
    letters, digits and dashes
lesson-heading-level = only steps have headings, of two `#`: write a line in bold instead
lesson-hint-answer = the last hint answers `{ $answer }` to `{ $question }`, and something else is right
lesson-hint-code = the last hint of `{ $step }` shows what the learner is to write: code whose lines stand so in the `text` of the action
lesson-hint-command = nobody tells the learner to run `{ $command }`, which belongs to the action: write it as code in the text or in a hint
lesson-hints = the step `{ $step }` has an action, so it has three hints, from a push to the whole way; there { $count ->
    [one] is one
   *[other] are { $count }
}
lesson-html = HTML is not shown: write it as Markdown, or as code between backticks
lesson-id = `{ $id }` is no name: use small letters, digits and dashes
lesson-image = images are not shown: the mesh beside the text is the picture
lesson-language-minutes = in `{ $language }` it takes { $minutes } minutes: write the same number
lesson-language-parts = the step `{ $step }` has other parts than in `{ $language }`: there is `{ $wanted }`, here `{ $found }`
lesson-language-steps = the steps are not those of `{ $language }`: { AND($steps) }, in this order
lesson-large-file = the file is larger than { $kibibytes } KiB, and is not read: make it shorter
lesson-last-action = the last step leaves everything to the learner: it has no action
lesson-last-step = the last step is `yours`, and here it is `{ $step }`: add `## Now yours {"{"}#yours{"}"}` with a task that is open
lesson-link = the link leads to `{ $address }`: it may lead to https:// sites, to pages of the playground (/…) and to steps (#…)
lesson-look-line = `line` is a piece of a line of `file`: say which file
lesson-many-files = the folder has more than { $most } files, and is not read: take out what is no part of the lesson
lesson-many-names = there are more than { $most }: the rest is left out
lesson-markdown = this is not shown: use paragraphs, lists, tables, quotes, code, links, bold and emphasis
lesson-minutes = `minutes` is a whole number from 1 to 60
lesson-mistake-sign = the mistake `{ $name }` is seen in one way: by a `check` that holds then, or by a `finding` with its code
lesson-mistake-try = the mistake `{ $name }` has no `try`: write what makes it happen (`patches`, `commands`), so that it can be
    proved that it is seen
lesson-name-taken = `{ $name }` is used already: each name is used once
lesson-names-expected = here stand names, each with what belongs to it; leave it out where there is none
lesson-no-part = `{ $name }` has words, but there is none of that name under `{ $field }` in { $file }
lesson-no-steps = there is no step: each begins with `## Its title {"{"}#its-id{"}"}`
lesson-no-words = there is no lesson.en.md in this folder
lesson-no-words-of = this has no words: write ```` ```{ $fence } ```` in the step `{ $step }` of { $file }
lesson-one-document = the file holds one document: take out the `---` and what comes after it
lesson-patch = a change names its `file`, and has a `text`, a `delete` or both
lesson-patch-delete = `{ $reference }` names no object: write Kind/name or Kind/namespace/name
lesson-patch-file = `{ $file }` is no file of a scenario: a change is made in a file beside the lesson, as mesh.yaml or Dockerfile, without a
    folder before its name
lesson-patch-yaml = the text of the change cannot be read: { $problem }
lesson-placeholder = `{ $placeholder }` in double braces is no figure: write the name of a check, and behind a dot the number of what it
    expects, from 1
lesson-predict-check = `number: { $check }` with `figure: { $figure }` is no figure of a check of this step: `figure` counts what the
    check expects, from 0
lesson-predict-right = it is not known what is right about `{ $id }`: write `choice` (from 1), `number` with `within`, or `node` with `app`
lesson-settle = `settle` is a time of at most { $most } s, as 30s
lesson-step-empty = a step has a title and says something
lesson-step-name = { $file } is no step's file: it is called steps/ID.yaml
lesson-step-unknown = no step has the id `{ $step }`: name the file after the id behind a heading
lesson-text-expected = `{ $field }` is a text
lesson-texts-expected = `{ $field }` is a list of texts
lesson-too-long = { $what } is { $count } characters long, and { $most } can be read at a glance: make it shorter
lesson-true-expected = `{ $field }` is true or false

## What it does

lesson-play-early = it holds before the action already ({ AND($seen) }): a learner would be done without doing anything
lesson-play-fails = it does not hold after the action: expected { AND($expected) }, seen { AND($seen) }
lesson-play-figure = the check `{ $check }` has not seen the figure that would be right
lesson-play-file = it looks at `{ $file }`, which is not there then: there are { AND($known) }
lesson-play-fires = it is seen after the right action, too ({ AND($seen) })
lesson-play-fires-early = it is seen on the right way, too, { $seconds } s after the action: have it look for what is wrong, not for what takes a
    moment
lesson-play-lapses = it holds after the action, but no more { $seconds } s later ({ AND($seen) }): if that is meant, say when it is looked
    at (`at`, `to`)
lesson-play-line = `{ $file }` has no line with `{ $line }` then
lesson-play-node = no node of the graph is of the app `{ $app }` and the version `{ $version }`
lesson-play-passes = all checks hold with the mistake made, so nobody is told of it: have a check look at what is wrong then
lesson-play-select = no app, workload or Service of the graph is called `{ $name }`
lesson-play-silent = its `try` does not make it seen ({ AND($seen) })
lesson-play-stale = what the action writes does not run: { $problem }
lesson-play-unknown = it was not measured: the work did not last, or it looks at what comes after the step
lesson-play-summary = { $title }: { $tried ->
    [one] { $tried } thing tried
   *[other] { $tried } things tried
}, { $wrong ->
    [0] all as it must be
    [one] { $wrong } is wrong
   *[other] { $wrong } are wrong
}
lesson-play-untouched = it is seen though nothing has been done ({ AND($seen) })
