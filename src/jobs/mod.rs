//! What ticks: jobs take no input, may run twice, and decide from what is stored.
