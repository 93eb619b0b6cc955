# What the command line prints: why it cannot do what it is asked to, and its answers as text.
# Names of flags, of files and of formats stay as they are.

## Flags, and fields of the API

flag-addr = --addr: cannot listen on { $address }: { $error }
flag-alpn = `{ $text }` is no list of ALPN protocols: write at most { $most }, as h2,http/1.1
flag-bytes = `{ $text }` is no amount of memory: write 256MiB or 1GiB
flag-client-cert = `{ $text }` is no client certificate: write none, untrusted, or valid, which is what clients have anyway
flag-client-ip = `{ $text }` is no address of a client: write an IPv4 or IPv6 address, as 203.0.113.9
flag-duration = `{ $text }` is no duration: write 250ms, 1.5s, 2m or 1h
flag-duration-longest = `{ $text }` is longer than a year
flag-frame-ancestors = `{ $source }` is no source: write *, 'none', 'self', https: or https://docs.example.com,
    with spaces between
flag-frame-ancestors-nobody = it names nobody: write 'none' (with the quotes) to forbid embedding
# `'none'` among other sources of who may embed.
flag-frame-ancestors-none = 'none' stands alone
flag-header = `{ $text }` is no header: write 'name: value'
flag-lang = `{ $text }` is no language that there is: write en or ko
flag-origin-query = it holds `?` or `#`, behind which no link is found;
    write it as `https://playground.example`
flag-origin-scheme = it does not begin with http:// or https://; write it as `https://playground.example`
flag-sni = `{ $text }` is no SNI: write a host name without a port, as shop.example.com, or nothing at all for none
flag-timeout-longest = `{ $text }` is longer than a day
flag-timeout-zero = it may not be zero: write 10s
# $problem is a sentence without its point.
flag-wrong = { $flag }: { $problem }

## check

# $expected is a sentence of checks.ftl without its point, $seen what was seen of it.
command-check-expected = { $expected }: { $seen }
command-check-fails = { $name } does not hold (at { $seconds } s)
command-check-holds = { $name } holds (at { $seconds } s)
# $routes: as "VirtualService default/reviews spec.http[0]"
command-check-missed = No check has looked at a request of { AND($routes) }.
# $rules: as "DestinationRule default/reviews"
command-check-missed-rules = No check has looked at a request that { OR($rules) } had to do with.
# $subsets: as "DestinationRule default/reviews spec.subsets[0] (v1)"
command-check-missed-subsets = No check has looked at a request to { OR($subsets) }.
command-check-none = There is no Check in these files, so nothing was checked.
command-check-summary = { $holding ->
    [one] { $holding } check holds
   *[other] { $holding } checks hold
}, { $failing ->
    [one] { $failing } does not
   *[other] { $failing } do not
}

## compare

command-compare-elsewhere = { $count ->
    [one] { $count } goes to another version:
   *[other] { $count } go to another version:
}
command-compare-failed = failed
command-compare-failing = { $count ->
    [one] { $count } fails now:
   *[other] { $count } fail now:
}
command-compare-healed = { $count ->
    [one] { $count } succeeds now:
   *[other] { $count } succeed now:
}
command-compare-more = and { $count } more
command-compare-otherwise = { $count ->
    [one] { $count } is answered otherwise:
   *[other] { $count } are answered otherwise:
}
command-compare-success = success
# $seconds of simulated time
command-compare-summary = { $requests ->
    [one] { $requests } request
   *[other] { $requests } requests
} on the same draws in { $seconds } s: { $changed ->
    [0] all end alike.
    [one] { $changed } ends otherwise.
   *[other] { $changed } end otherwise.
}

## Files

command-files-none = { $folder } holds no YAML file (.yaml, .yml)
command-files-outside = the link holds a file named `{ $name }`, which lies outside the folder
command-files-too-large = { $name }: a scenario may have 8 MiB of text in all; leave out what is not needed
# $position counts bytes from 0.
command-files-utf8 = { $name }: not UTF-8 text (byte { $position }); save it as UTF-8
# $error is the operating system's.
command-output = standard output: { $error }

## lesson

command-lesson-exists = { $folder } is there already: choose another name, or another folder with --in
command-lesson-link = { $folder } is a link to a folder, which is not followed: put the folder itself there

## lint

command-lint-fix = fix: { $title }
command-lint-summary = { $errors ->
    [one] { $errors } error
   *[other] { $errors } errors
}, { $warnings ->
    [one] { $warnings } warning
   *[other] { $warnings } warnings
}, { $remarks ->
    [one] { $remarks } remark
   *[other] { $remarks } remarks
}

## open

command-open-stored = this link holds no files: only links with `#1.` or `/c/1.` do.
    A stored scenario (`/s/…`) is downloaded with `.yaml` behind its link

## render

# The tag of the language that is spoken.
command-render-language = en
command-render-format = { $file }: a graph is written as .svg or .png, .mmd, .dot or .json; --as says which where the name does not
command-render-no-size = the drawing has no size
# The title of a drawing; $seconds of simulated time.
command-render-title = Traffic after { $seconds } s

## route: lines of a table begin with these

command-route-answer = answer
command-route-cluster = cluster
command-route-filter-chain = filter chain
command-route-none = (none)
command-route-route = route
command-route-sent = sent upstream
command-route-virtual-host = virtual host

## route

# Stands behind a method and a path, as the next one.
command-route-in-tls = in TLS, SNI { $sni }
command-route-in-tls-without-sni = in TLS without SNI
command-route-more-lines = … and { $count } more lines

## serve

command-serve-log = RUST_LOG: { $error }; write info or warn
command-serve-signals = cannot listen for signals: { $error }
command-serve-start = cannot start: { $error }

## simulate: the columns of a table

command-simulate-column-codes = codes
command-simulate-column-flags = flags
command-simulate-column-from = from
command-simulate-column-requests = requests
command-simulate-column-service = service
command-simulate-column-to = to
command-simulate-column-tries = tries

## simulate

command-simulate-more-events = … and { $count } more events
# $stopped says that a run ended early, and why.
command-simulate-stopped = { $stopped }; --max-steps and --max-memory set the limits
command-simulate-summary = { $requests } requests in { $seconds } simulated seconds, digest { $digest }

# $error: as the system says it
command-shell-input = Standard input cannot be read: { $error }
command-shell-stopped = The shell ends here, at { $time } s: the work that it was given is used up (--max-steps, --max-memory).
# $answers: as "59 × 503 UH"
command-shell-answers = What the requests of { $seconds } s met: { AND($answers) }.
