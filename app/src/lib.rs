//! The page: Leptos components over the shared core; `ssr` renders the first frame, `hydrate` runs it.
