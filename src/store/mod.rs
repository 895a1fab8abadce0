//! What is kept: the only place that names diesel.
