//! What is seen: the only place that names actix-web; a folder an audience.
