//! What is done: a verb a file, one transaction each; the only writers.
