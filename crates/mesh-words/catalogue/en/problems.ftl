# What the server answers where it does not do what it is asked to: problem documents, pages for people, readiness.

## The API

problem-body = The body cannot be read: { $error }.
problem-body-encoded = The body must be sent as it is, without `Content-Encoding`.
problem-body-too-large = The body may have { $most } bytes. The command line takes more.
problem-body-type = The body must be JSON, sent with one `Content-Type: application/json`.
problem-empty = The scenario is empty: there is nothing to store.
# $problem is a sentence without its point.
problem-for = `for`: { $problem }.
problem-for-seconds = { $seconds } is no number of seconds from 0
problem-missing = `{ $field }` is missing.
# The name of a file is too long; $index counts files from 0.
problem-name-too-long = `files[{ $index }].name` has { $count } characters; { $most } at most are taken.

## Addresses

problem-address = The address cannot be read: what its `%` codes stand for is no UTF-8 text.
problem-asset = No such asset: reload the page.
problem-form = A scenario is served as .yaml or .json, not as `.{ $form }`.
problem-method = `{ $path }` does not take this method.
problem-no-lesson = There is no lesson `{ $slug }`; there are { AND($known) }.
problem-no-public-url = This server does not know its own address: start it with --public-url for oEmbed.
problem-no-scenario = No scenario is stored as `{ $id }`.
problem-no-step = The lesson `{ $slug }` has no step `{ $step }`; there are { AND($known) }.
problem-nothing-here = Nothing is served at `{ $path }`.
problem-oembed-format = oEmbed is answered in JSON alone: leave `format` out.
problem-oembed-url = That is no link to a scenario or a lesson of this server: give `url` as /s/…, /c/… or /?lesson=… behind its address.
problem-stores-nothing = This server stores nothing: share a link instead.

## The server

problem-busy = The server is computing as much as it can.
problem-failed = The server failed; its log says why.
problem-late = The request took too long.
problem-not-built = The page is not built.
problem-not-built-start = The page is not built: start the server with `cargo xtask serve`.
# $problem is a sentence without its point, of those below.
problem-not-ready = Nothing can be stored: { $problem }.
problem-store = The store does not work at the moment. A link needs none.
# The title of a problem for which HTTP has no name.
problem-title = Error

## Pages for people: headings, and what can be done; what stands in backticks is shown as code

error-page-broken-link = Mail programs break long links: look for the rest of it on the next line.
error-page-failed = This cannot be shown
error-page-incomplete = The address may be incomplete or misspelt.
error-page-incomplete-stored = The address may be incomplete: 12 letters and digits stand behind `/s/`.
error-page-later = Load this again in a moment.
error-page-link = This link cannot be opened
error-page-new-link = Ask whoever sent it for a new one, or for the files.
error-page-nothing-here = There is nothing here
error-page-nothing-lost = The link itself is in order: nothing is lost.
error-page-nothing-stored = Nothing is stored under this address
error-page-open = Open the playground
error-page-other-server = It may have been stored on another server: open it there.
error-page-saved = What could be saved
# Follows one of the next two.
error-page-saved-copy = Copy it into a new file of the playground.
error-page-saved-part = A part of the text could still be read. It ends early, and its end may be damaged.
error-page-saved-whole = The whole text could still be read, but its checksum does not fit: parts of it may be damaged.
error-page-unavailable = The server cannot show this now

## The store

store-address = `{ $address }` is no database address: write sqlite://FILE, postgres://USER@HOST/NAME, or none
store-clash = no id is free for this content
# $error is the database's own.
store-database = the database: { $error }
store-late = the database did not answer within { $seconds } s
store-moved = the database file is no longer at its path: put it back, or start the server anew to begin another
store-open = `{ $address }` cannot be used: { $cause }
# $cure is one of the sentences below.
store-open-cure = `{ $address }` cannot be used: { $cause } ({ $cure })
store-unasked = the database could not be asked

## What is to be done about the database

store-cure-folder = its folder must exist and be writable
store-cure-late = is the server there, and is nobody holding a lock?
store-cure-locked = another process holds a lock on it
store-cure-not-sqlite = name a file of SQLite, or one that does not exist yet
store-cure-read-only = it must be writable
store-cure-room = there must be room on its disk
store-cure-server = is the server there?
