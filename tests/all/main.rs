//! Every test of the program in one binary: a test is a visitor in a world of its own.

mod domain;
