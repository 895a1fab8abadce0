//! Commands: thin, each calls what the web calls.
